// A star was pressed: all of this exercise on the page ([data-star="id"]) show it, and lead back.
document.addEventListener("favourite", ({ detail }) => {
  for (const star of document.querySelectorAll(`[data-star="${detail.id}"]`)) {
    star.ariaPressed = detail.pressed;
    star.formAction = detail.action;
  }
});

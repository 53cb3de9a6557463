// A star was pressed: all of this exercise on the page ([data-star="id"]) show it, and lead back; so does what was
// asked for before the star was set and comes after.
const told = new Map();

function show(detail) {
  for (const star of document.querySelectorAll(`[data-star="${detail.id}"]`)) {
    star.ariaPressed = detail.pressed;
    star.formAction = detail.action;
  }
}

document.addEventListener("favourite", ({ detail }) => {
  told.set(detail.id, detail);
  show(detail);
});
document.addEventListener("htmx:afterSwap", () => told.forEach(show));

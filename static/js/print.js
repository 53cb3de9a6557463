// [data-print] opens the browser's own dialog. Without scripts the page says where that is.

document.addEventListener("click", ({ target }) => target.closest?.("[data-print]") && print());

// Hover or focus a line and its blocks in the charts light up; hover a block, and its line does.

const page = document.querySelector(".session-page");
const rows = (mark) => mark?.dataset.block ?? mark?.dataset.row;

function light({ target }) {
  const row = rows(target.closest?.("[data-block], [data-row]"));
  for (const mark of page.querySelectorAll("[data-block], [data-row]")) {
    mark.classList.toggle("is-lit", rows(mark).split(" ").includes(row));
  }
}

page?.addEventListener("pointerover", light);
page?.addEventListener("focusin", light);

// Dragging cards and drawer sessions onto days. A line shows the place, Alt copies.
import * as verbs from "./program-verbs.js";
import { draggable } from "./drag.js";

const grid = document.querySelector("[data-grid]");
const line = Object.assign(document.createElement("div"), { className: "drop-line" });
let cell;
let position;

function over(x, y, source) {
  const found = document.elementFromPoint(x, y)?.closest("[data-day]");
  if (cell !== found) cell?.classList.remove("is-target");
  cell = found;
  if (!cell) return line.remove();
  cell.classList.add("is-target");
  const cards = [...cell.querySelectorAll("a[data-card]")].filter((card) => card !== source);
  const before = cards.filter((card) => y > card.getBoundingClientRect().top + card.offsetHeight / 2);
  position = before.length + 1;
  if (before.length) before.at(-1).after(line);
  else cell.prepend(line);
}

function ghost(source) {
  const copy = source.cloneNode(true);
  copy.style.width = `${source.offsetWidth}px`;
  return copy;
}

function end() {
  line.remove();
  cell?.classList.remove("is-target");
}

function drop(source, { altKey }) {
  if (!cell) return;
  if (source.dataset.session) verbs.place({ session: source.dataset.session }, cell, position);
  else if (source.matches(".is-selected")) verbs.several(altKey ? "copy" : "move", verbs.picked(), cell);
  else if (altKey) verbs.copy(source.dataset.card, cell, position);
  else verbs.move(source, cell, position);
}

if (grid) {
  draggable({
    find: (element) => element.closest("[data-builder] a[data-card], [data-builder] [data-session]"),
    scroller: grid.closest(".page"),
    ghost,
    over,
    drop,
    end,
  });
}

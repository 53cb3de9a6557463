// Dragging cards and drawer sessions onto days: pointer events, so mouse, pen and touch alike.
// 6 px begin a drag (250 ms still on touch), a line shows the place, Alt copies, Escape cancels, edges scroll.
import * as verbs from "./program-verbs.js";

const THRESHOLD = 6;
const LONG_PRESS = 250;
const EDGE = 48;

const grid = document.querySelector("[data-grid]");
let drag = null;

const scroller = () => grid.closest(".page");

function begin(source, event) {
  drag = { source, x: event.clientX, y: event.clientY, id: event.pointerId, touch: event.pointerType === "touch", lifted: false };
  if (drag.touch) drag.timer = setTimeout(() => drag && lift(event), LONG_PRESS);
}

function lift(event) {
  const box = drag.source.getBoundingClientRect();
  drag.lifted = true;
  drag.ghost = drag.source.cloneNode(true);
  drag.ghost.className = `${drag.source.className} drag-ghost is-lifted`;
  drag.ghost.style.width = `${box.width}px`;
  drag.offset = { x: drag.x - box.left, y: drag.y - box.top };
  document.body.append(drag.ghost);
  drag.line = Object.assign(document.createElement("div"), { className: "drop-line" });
  drag.source.classList.add("is-source");
  document.body.classList.add("is-dragging");
  follow(event);
}

function follow(event) {
  drag.ghost.style.left = `${event.clientX - drag.offset.x}px`;
  drag.ghost.style.top = `${event.clientY - drag.offset.y}px`;
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(".cell");
  if (drag.cell !== cell) drag.cell?.classList.remove("is-target");
  drag.cell = cell;
  if (!cell) return drag.line.remove();
  cell.classList.add("is-target");
  const cards = [...cell.querySelectorAll("a[data-card]")].filter((card) => card !== drag.source);
  const after = cards.filter((card) => event.clientY > card.getBoundingClientRect().top + card.offsetHeight / 2);
  drag.position = after.length + 1;
  if (after.length) after.at(-1).after(drag.line);
  else cell.prepend(drag.line);
}

function scrollAtEdge() {
  if (!drag?.lifted) return;
  const box = scroller().getBoundingClientRect();
  const y = Number.parseFloat(drag.ghost.style.top) + drag.offset.y;
  if (y > box.bottom - EDGE) scroller().scrollTop += 12;
  else if (y < box.top + EDGE) scroller().scrollTop -= 12;
  requestAnimationFrame(scrollAtEdge);
}

function finish() {
  clearTimeout(drag?.timer);
  drag?.ghost?.remove();
  drag?.line?.remove();
  drag?.cell?.classList.remove("is-target");
  drag?.source.classList.remove("is-source");
  document.body.classList.remove("is-dragging");
  drag = null;
}

function drop(event) {
  const { source, cell, position } = drag;
  finish();
  if (!cell) return;
  if (source.dataset.session) verbs.place(source.dataset.session, cell, position);
  else if (event.altKey) verbs.copy(source.dataset.card, cell, position);
  else verbs.move(source, cell, position);
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

if (grid) {
  document.addEventListener("pointerdown", (event) => {
    const source = event.target.closest("[data-builder] a[data-card], [data-builder] [data-session]");
    if (source && event.button === 0) begin(source, event);
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > THRESHOLD;
    if (drag.lifted) follow(event);
    else if (far && drag.touch) finish(); // a swipe scrolls
    else if (far) {
      lift(event);
      requestAnimationFrame(scrollAtEdge);
    }
  });

  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    if (!drag.lifted) return finish();
    // The click that follows the drop must not open the card.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
    drop(event);
  });

  document.addEventListener("pointercancel", finish);
  document.addEventListener("dragstart", (event) => event.target.closest?.("[data-card], [data-session]") && event.preventDefault());
  document.addEventListener("touchmove", (event) => drag?.lifted && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.lifted) return;
    event.preventDefault();
    finish();
  });
}

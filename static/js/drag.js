// Dragging by pointer events, so with mouse, pen and finger alike: 6 px begin it (on touch 250 ms held still), the edges
// scroll, Escape cancels. What is dragged and what that means is said by who asks:
// find(element): what is dragged from there, if anything    ghost(source): what hangs at the pointer
// over(x, y, source): show where it would fall              drop(source, event): it falls there
// end(): it is over, whatever came of it                    scroller: what scrolls

const FAR = 6;
const LONG = 250;
const EDGE = 48;
const SIDE = 24;

const swallow = (event) => {
  event.preventDefault();
  event.stopPropagation();
};

export function draggable({ find, ghost, over, drop, end, scroller }) {
  let drag;

  function follow(x, y) {
    Object.assign(drag, { x, y });
    drag.ghost.style.left = `${x - drag.dx}px`;
    drag.ghost.style.top = `${y - drag.dy}px`;
    over(x, y, drag.source);
  }

  function lift() {
    const { source, x, y } = drag;
    const box = source.getBoundingClientRect();
    drag.ghost = ghost(source);
    drag.ghost.classList.add("drag-ghost", "is-lifted");
    drag.ghost.inert = true;
    drag.dx = x - box.left;
    drag.dy = y - box.top;
    document.body.append(drag.ghost);
    document.body.classList.add("is-dragging");
    source.classList.add("is-source");
    follow(x, y);
    scrollAtEdge();
  }

  function scrollAtEdge() {
    if (!drag?.ghost) return;
    const { top, bottom, left, right } = scroller.getBoundingClientRect();
    const by = (at, from, to, edge) => (at > to - edge ? 12 : at < from + edge ? -12 : 0);
    const [x, y] = [by(drag.x, left, right, SIDE), by(drag.y, top, bottom, EDGE)];
    if (x || y) {
      scroller.scrollBy(x, y);
      over(drag.x, drag.y, drag.source);
    }
    requestAnimationFrame(scrollAtEdge);
  }

  function finish() {
    clearTimeout(drag?.timer);
    if (drag?.ghost) {
      drag.ghost.remove();
      drag.source.classList.remove("is-source");
      document.body.classList.remove("is-dragging");
      end();
    }
    drag = null;
  }

  document.addEventListener("pointerdown", (event) => {
    const source = !drag && !event.button && find(event.target);
    if (!source) return;
    drag = { source, x: event.clientX, y: event.clientY, id: event.pointerId };
    if (event.pointerType === "touch") drag.timer = setTimeout(lift, LONG);
  });

  document.addEventListener("pointermove", ({ pointerId, clientX: x, clientY: y }) => {
    if (pointerId !== drag?.id) return;
    if (drag.ghost) return follow(x, y);
    if (Math.hypot(x - drag.x, y - drag.y) <= FAR) return;
    if (drag.timer) return finish(); // a swipe scrolls
    lift();
    follow(x, y);
  });

  document.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drag?.id) return;
    if (drag.ghost) {
      // The click that follows must not press what was dragged.
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
      drop(drag.source, event);
    }
    finish();
  });

  document.addEventListener("pointercancel", (event) => event.pointerId === drag?.id && finish());
  document.addEventListener("dragstart", (event) => event.target.closest && find(event.target) && event.preventDefault());
  document.addEventListener("touchmove", (event) => drag?.ghost && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => drag?.timer && event.preventDefault());
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !drag?.ghost) return;
      swallow(event);
      finish();
    },
    true,
  );
}

// Lines are moved by their grip or number, with mouse and finger; with M, or the grip pressed, and the arrows; several
// when they are ticked. Each way ends in the form of the ticked lines, which is told the place: `after:…` of data-slot.
import { draggable } from "./drag.js";
import { single } from "./keys.js";

const form = document.querySelector("#selection");
const list = form?.parentElement;
const live = list?.querySelector("[data-live]");
const byId = (id) => document.getElementById(id);
const all = (selector, root = list) => [...root.querySelectorAll(selector)];
const ticked = () => all("[name=row]:checked");
const sourceOf = (element) => element.closest("[data-line], .group");
const nameOf = (line) => line.querySelector("[name=name]")?.value;

let rows = []; // the ticks of what is being moved
let slots = []; // where it may go, from top to bottom
let slot; // where it would go now
let held; // what the arrows move
let back; // what has the focus again after the answer
let place; // or, when it is gone, the grip in its place
let kept = []; // what was ticked before the answer

// A ticked line takes the others along; a group takes its rows, and does not go into another.
function pick(source) {
  const group = source.ariaLabel;
  rows = all("[name=row]", source);
  if (!group && rows[0].checked) rows = ticked();
  slots = all(group ? "section > [data-slot]" : "[data-slot]");
  const grip = source.querySelector("[data-grip]");
  back = grip.id;
  place = all("[data-grip]").indexOf(grip);
}

function show(found) {
  slot?.classList.remove("is-drop");
  slot = found;
  slot?.classList.add("is-drop");
}

// `Main, Superset A, after Chin-up`
function say() {
  const name = nameOf(slot) ?? slot.previousElementSibling.ariaLabel;
  const where = [slot.closest("section").ariaLabel, slot.closest(".group")?.ariaLabel];
  live.textContent = [...where, name ? `${form.dataset.after} ${name}` : form.dataset.first].filter(Boolean).join(", ");
}

function post(path, to) {
  const values = { row: rows.map((tick) => tick.value), ...to };
  window.htmx.ajax("POST", path, { source: form, swap: "none", values });
}

const send = ({ altKey }) => post(altKey ? form.dataset.copy : form.action, { to: slot.dataset.slot });

function hold(source) {
  pick(source);
  held = source;
  held.classList.add("is-source");
  live.textContent = form.dataset.help;
  show(source.dataset.slot ? source : source.nextElementSibling);
}

function release() {
  held?.classList.remove("is-source");
  held = null;
  show();
}

function moveHeld(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key !== "Tab") event.preventDefault();
  if (step) {
    show(slots[slots.indexOf(slot) + step] ?? slot);
    slot.scrollIntoView({ block: "nearest" });
    return say();
  }
  if (event.key === "Enter" || event.key === " ") send(event);
  else if (event.key === "Escape" || event.key === "Tab") live.textContent = form.dataset.stays;
  else return;
  release();
}

function keys(event) {
  const { target, key } = event;
  if (held) return moveHeld(event);
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (key === "Escape" && !target.closest("details[open]")) form.reset();
  const source = sourceOf(target);
  if (!source || !single()) return;
  const button = form.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (key === "m") hold(source);
  else if (button && !ticked()[0]) {
    // Without a tick, which would stay and be meant by the next key. With ticks, shortcuts.js presses the button.
    pick(source);
    post(button.formAction);
  } else return;
  event.preventDefault();
}

if (form) {
  draggable({
    find: (element) => element.closest("[data-grip], .line-no, .line-label") && sourceOf(element),
    ghost(source) {
      pick(source);
      const textContent = source.ariaLabel ?? `${nameOf(source)}${rows[1] ? ` +${rows.length - 1}` : ""}`;
      return Object.assign(document.createElement("div"), { className: "line-ghost", textContent });
    },
    over(x, y) {
      const far = (one) => Math.abs(one.getBoundingClientRect().bottom - y);
      show(slots.reduce((best, one) => (far(one) < far(best) ? one : best)));
    },
    drop: (source, event) => send(event),
    end: release,
    scroller: form.closest(".session-main"),
  });
  list.addEventListener("keydown", keys);
  list.addEventListener("click", ({ target }) => target.closest("[data-grip]") && hold(sourceOf(target)));
  list.addEventListener("pointerdown", release);
  // What is sent of a line is the version that it has by now: it may have been saved since the page came, or while this
  // waited for its turn.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const sent = detail.formData.getAll("row");
    const now = (id) => `${id}.${byId(`version-${id}`)?.value}`;
    if (sent[0]) detail.parameters.row = sent.map((row) => now(row.split(".")[0]));
  });
  // Lines that come anew are ticked as they were, unless that was to group them; and the focus is where it was.
  document.addEventListener("htmx:beforeSwap", () => (kept = ticked()));
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    for (const { id } of kept) if (byId(id)) byId(id).checked = true;
    kept = [];
    if (target === form && detail.successful && /group\/$/.test(detail.pathInfo.requestPath)) form.reset();
    if (document.activeElement !== document.body || !back) return;
    (byId(back) ?? all("[data-grip]")[place])?.focus();
    back = "";
  });
}

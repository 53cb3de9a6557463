// Lines are moved by their grip or number, with mouse and finger; with M, or the grip pressed, and the arrows; several
// when they are ticked. Each way ends in the form of the ticked lines, which is told the place: `after:…` of data-slot.
import { draggable } from "./drag.js";

const form = document.querySelector("#selection");
const list = form?.closest("[data-keys]");
const live = list?.querySelector("[data-live]");
const byId = (id) => document.getElementById(id);
const ticked = () => [...list.querySelectorAll("[name=row]:checked")];

let rows = []; // the ticks of what is being moved
let slots = []; // where it may go, from top to bottom
let slot;
let held; // what the arrows move
let last; // the tick pressed before
let back; // what has the focus again after an answer

// A ticked line takes the others along; the grip of a group takes its rows, and they stay one.
function pick(source) {
  rows = [...source.querySelectorAll("[name=row]")];
  const group = source.matches(".group");
  if (!group && rows[0].checked) rows = ticked();
  slots = [...list.querySelectorAll("[data-slot]")].filter((one) => !group || !one.closest(".group"));
  back = source.querySelector("[data-grip]").id;
}

function show(found) {
  slot?.classList.remove("is-drop");
  slot = found;
  slot?.classList.add("is-drop");
}

const nameOf = (line) => line.querySelector("[name=name]").value;

// `Main, Superset A, after Chin-up`
function say() {
  const name = slot.matches("[data-line]") ? nameOf(slot) : slot.previousElementSibling.ariaLabel;
  const where = [slot.closest("section").ariaLabel, slot.closest(".group")?.ariaLabel];
  live.textContent = [...where, name ? `${form.dataset.after} ${name}` : form.dataset.first].filter(Boolean).join(", ");
}

function send(copy) {
  const { slot: to } = slot.dataset;
  window.htmx.ajax("POST", copy ? form.dataset.copy : form.action, {
    source: form,
    swap: "none",
    values: { row: rows.map((tick) => tick.value), to },
  });
}

function hold(source) {
  pick(source);
  held = source;
  held.classList.add("is-source");
  live.textContent = form.dataset.help;
  show(slots.find((one) => one === source) ?? slots.find((one) => one.previousElementSibling === source));
}

function release() {
  held.classList.remove("is-source");
  held = null;
  show();
}

function moveHeld(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    show(slots[Math.max(0, Math.min(slots.length - 1, slots.indexOf(slot) + step))]);
    slot.scrollIntoView({ block: "nearest" });
    say();
  } else if (event.key === "Enter" || event.key === " ") {
    send(event.altKey);
    release();
  } else {
    release();
    live.textContent = form.dataset.stays;
    if (event.key !== "Escape") return;
  }
  event.preventDefault();
}

function keys(event) {
  const { target, key } = event;
  if (held) return moveHeld(event);
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (key === "Escape" && !target.closest("details[open]")) return form.reset();
  if (key === "Enter" && target.matches("[name=row]")) return event.preventDefault();
  const source = target.closest(".group-head")?.parentElement ?? target.closest("[data-line]");
  if (!source || !("singleKeys" in document.body.dataset)) return;
  if (key === "m") {
    event.preventDefault();
    hold(source);
  } else if (!ticked().length && form.querySelector(`[data-key="${CSS.escape(key)}"]`)) {
    pick(source);
    for (const tick of rows) tick.checked = true; // shortcuts.js presses the button
  }
}

function clicks(event) {
  const grip = event.target.closest("[data-grip]");
  if (grip) hold(grip.closest("[data-line]") ?? grip.closest(".group"));
  if (event.target.name !== "row") return;
  const all = [...list.querySelectorAll("[name=row]")];
  const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const tick of all.slice(from, to)) tick.checked = event.target.checked;
  last = event.target;
}

if (form) {
  draggable({
    find: (element) => {
      const handle = element.closest("[data-grip], .line-no, .line-label");
      return handle && (handle.closest("[data-line]") ?? handle.closest(".group"));
    },
    ghost: (source) => {
      pick(source);
      const name = source.matches(".group") ? source.ariaLabel : nameOf(source);
      const more = source.matches(".group") || rows.length < 2 ? "" : ` +${rows.length - 1}`;
      return Object.assign(document.createElement("div"), { className: "line-ghost", textContent: name + more });
    },
    over: (x, y) => {
      const far = (one) => Math.abs(one.getBoundingClientRect().bottom - y);
      show(slots.reduce((best, one) => (far(one) < far(best) ? one : best)));
    },
    drop: (source, { altKey }) => {
      if (slot) send(altKey);
      show();
    },
    end: () => slot?.classList.remove("is-drop"),
    scroller: () => form.closest(".session-main"),
  });
  list.addEventListener("keydown", keys);
  list.addEventListener("click", clicks);
  // What is sent of a line is the version that it has by now: it may have been saved since the page came.
  form.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.parameters.row = detail.formData.getAll("row").map((row) => {
      const [id] = row.split(".");
      return `${id}.${byId(`version-${id}`).value}`;
    });
  });
  // Lines that come anew are ticked as they were.
  let kept = [];
  document.addEventListener("htmx:beforeSwap", () => (kept = ticked()));
  document.addEventListener("htmx:afterRequest", (event) => {
    for (const { id } of kept) if (byId(id)) byId(id).checked = true;
    if (event.target === form) byId(back)?.focus();
  });
}

// A list beside a panel: on a wide window a click shows the row in the panel; J and K go through the rows, A and F press
// what has that key in the row, or in its panel; the arrow down leads from the search to the row.
// [data-list] holds [data-row] with a [data-row-link] each; [data-list-panel] takes what the link answers to htmx,
// [data-shown] with its id, and a [data-row-link] in it opens there.
// Narrow, or without scripts, the links lead to their own pages.
import { single, typing } from "./keys.js";

const WIDE = matchMedia("(min-width: 1200px)");
const STEPS = { j: 1, k: -1 };
let waiting; // a key that was pressed before the row's panel was there

const panel = () => document.querySelector("[data-list-panel]");
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const link = (row) => row.querySelector("[data-row-link]");
const button = (part) => part.querySelector(`[data-key="${waiting}"]`);
const chosen = () => rows().find((row) => row.matches(".is-selected"));

function mark(id) {
  waiting = undefined;
  for (const row of rows()) {
    const isIt = link(row).dataset.id === id;
    row.classList.toggle("is-selected", isIt);
    link(row).ariaCurrent = isIt || null;
  }
  const here = new URL(location.href);
  here.searchParams.set("show", id);
  history.replaceState(history.state, "", here);
}

function show(anchor) {
  mark(anchor.dataset.id);
  window.htmx.ajax("GET", anchor.href, { target: panel(), swap: "innerHTML show:top" });
}

function press() {
  const row = chosen();
  const isThere = !row || panel().querySelector("[data-shown]")?.dataset.shown === link(row).dataset.id;
  const found = waiting && ((row && button(row)) ?? (isThere && button(panel())));
  if (!found) return;
  waiting = undefined;
  found.click();
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const row = target.closest?.("[data-list] [data-row]");
  const anchor = row ? !target.closest("button") && link(row) : target.closest?.("[data-list-panel] [data-row-link]");
  // Enter on a link, and a screen reader's click, have no detail: they open the page.
  if (!anchor || !event.detail || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!WIDE.matches || !panel()) return;
  event.preventDefault();
  show(anchor);
});

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  const leaves = key === "arrowdown" && event.target.matches?.("[type=search][data-key]");
  const step = leaves ? 0 : STEPS[key];
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!leaves && (typing(event.target) || !single())) return;
  const all = rows();
  if (!all.length || (step === undefined && key !== "a" && key !== "f")) return;
  event.preventDefault();
  const wide = WIDE.matches && panel();
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  const at = wide && focused < 0 ? all.indexOf(chosen()) : focused;
  if (step !== undefined) {
    const row = all[Math.max(0, Math.min(all.length - 1, at + step))];
    link(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (wide && row !== chosen()) show(link(row));
  } else if (wide || all[at]) {
    if (all[at] && all[at] !== chosen()) show(link(all[at]));
    waiting = key;
    press();
  }
});

document.addEventListener("htmx:afterSwap", press);

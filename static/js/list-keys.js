// A list beside a panel: on a wide window a click shows the row in the panel; J and K go through the rows.
// [data-list] holds [data-row] with a [data-row-link] each; [data-list-panel] takes what the link answers to htmx.
// Narrow, or without scripts, the links lead to their own pages.

const WIDE = matchMedia("(min-width: 1200px)");
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], dialog";
const STEPS = { j: 1, k: -1 };

const panel = () => document.querySelector("[data-list-panel]");
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const link = (row) => row.querySelector("[data-row-link]");

function mark(row) {
  for (const other of rows()) {
    other.classList.toggle("is-selected", other === row);
    link(other).removeAttribute("aria-current");
  }
  link(row).setAttribute("aria-current", "true");
  const here = new URL(location.href);
  here.searchParams.set("show", link(row).dataset.id);
  history.replaceState(history.state, "", here);
}

function show(row) {
  mark(row);
  window.htmx.ajax("GET", link(row).href, { target: panel(), swap: "innerHTML show:top" });
}

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-list] [data-row]");
  // Enter on a link, and a screen reader's click, have no detail: they open the page.
  if (!row || !event.detail || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!WIDE.matches || !panel()) return;
  event.preventDefault();
  show(row);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.target.closest?.(TYPING)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !("singleKeys" in document.body.dataset)) return;
  const step = STEPS[event.key];
  const all = rows();
  if (!step || !all.length) return;
  event.preventDefault();
  const wide = WIDE.matches && panel();
  const at = all.findIndex((row) => (wide ? row.classList.contains("is-selected") : row.contains(document.activeElement)));
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  link(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (wide && next !== all[at]) show(next);
});

// The sheet: a card, a week or "Add" opens over the grid instead of as a page of its own.

const panel = document.querySelector("[data-sheet-panel]");
let opener;
let shown; // the address of what is in it
let early; // what is typed in the grid before it is there

const load = (url) => window.htmx.ajax("GET", url, { target: "#sheet", swap: "innerHTML" });

// A week's menu and its forms float at the week, all else stands beside the grid.
export async function open(url, focus) {
  if (!panel.contains(document.activeElement)) opener = document.activeElement;
  shown = url;
  const typed = (early = []);
  try {
    await load(url);
    panel.hidden = false;
    float();
    (panel.querySelector(focus || "[autofocus]") ?? panel.querySelector("a") ?? panel).focus();
    document.execCommand("insertText", false, typed.join(""));
  } finally {
    early = null;
  }
}

// A letter meant for the field that is coming; no other key is meant for the grid then, either.
export const isEarly = (key) => early?.push(key[1] ? "" : key);

function float() {
  const week = document.getElementById(`w${/weeks\/(\d+)/.exec(shown)?.[1]}`);
  panel.popover = null; // lets go of a row that is gone
  if (!week || !panel.showPopover) return;
  panel.popover = "auto";
  week.scrollIntoView({ block: "nearest" });
  panel.showPopover({ source: week.firstElementChild });
}

// The rows came anew: a sheet whose card is gone or another by now goes or shows it, if it does not say so itself; a week
// floats at its new row.
export function again() {
  const id = /placings\/(\w+)/.exec(shown)?.[1];
  const card = document.querySelector(`[data-card="${id}"]`);
  const seen = panel.querySelector("[name=version]");
  if (!card || (seen && seen.value !== card.dataset.version)) changed(id);
  if (!panel.hidden) float();
}

// A card was changed in the grid: what the sheet says of it, and the version in its forms, are old.
export function changed(id) {
  if (panel.hidden || !shown.includes(`/placings/${id}/`)) return;
  if (document.querySelector(`[data-card="${id}"]`)) load(shown);
  else close();
}

export function close() {
  if (panel.hidden) return;
  const held = panel.contains(document.activeElement);
  panel.hidden = true;
  panel.popover = null;
  panel.replaceChildren();
  // Not from what was clicked beside it. What a verb's answer put in the opener's place has its id, or is the grid's stop.
  if (held || document.activeElement === document.body) (opener?.isConnected ? opener : document.getElementById(opener?.id) ?? document.querySelector("[data-grid] [tabindex='0']"))?.focus();
}

if (panel) {
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const link = event.target.closest("[data-builder] a[data-card], a[data-sheet]");
    if (link) {
      event.preventDefault();
      link.closest("dialog")?.close();
      open(link.href, event.target.closest(".adj") && "[name=adjustment]"); // the badge of a card edits its progression
    } else if (event.target.closest("[data-sheet-close]")) {
      event.preventDefault();
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !panel.hidden) close();
  });

  panel.addEventListener("toggle", () => panel.popover && !panel.matches(":popover-open") && close());

  // A verb that leaves nothing to show (removed) closes it.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target === panel && !panel.innerHTML.trim()) close();
  });
}

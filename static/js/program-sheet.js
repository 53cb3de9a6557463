// The side sheet: a card, a week or "Add" opens beside the grid instead of as a page of its own.

const panel = document.querySelector("[data-sheet-panel]");
let opener = null;
let shown = ""; // the address of what is in it

const load = (url) => window.htmx.ajax("GET", url, { target: "#sheet", swap: "innerHTML" });

export function open(url, focus) {
  if (!panel.contains(document.activeElement)) opener = document.activeElement;
  panel.hidden = false;
  shown = url;
  return load(url).then(() => {
    (panel.querySelector(focus || "[autofocus]") ?? panel.querySelector("a") ?? panel).focus();
  });
}

// A card was changed in the grid: what the sheet says of it, and the version in its forms, are old.
export function changed(id) {
  if (panel.hidden || !shown.includes(`/placings/${id}/`)) return;
  if (document.querySelector(`[data-card="${id}"]`)) load(shown);
  else close();
}

export function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  // What a verb's answer put in the opener's place has its id.
  (opener?.isConnected ? opener : document.getElementById(opener?.id))?.focus();
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

  // A verb that leaves nothing to show (removed) closes it.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target === panel && !panel.innerHTML.trim()) close();
  });
}

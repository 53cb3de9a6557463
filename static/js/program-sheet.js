// The side sheet: a card, a week or "Add" opens beside the grid instead of as a page of its own.

const panel = document.querySelector("[data-sheet-panel]");
let opener = null;

export function open(url, focus) {
  opener = document.activeElement;
  panel.hidden = false;
  return window.htmx.ajax("GET", url, { target: "#sheet", swap: "innerHTML" }).then(() => {
    (panel.querySelector(focus || "[data-sheet-close]") ?? panel).focus();
  });
}

export function close() {
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  if (opener?.isConnected) opener.focus();
}

if (panel) {
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const link = event.target.closest("[data-builder] a[data-card], [data-builder] a[data-sheet]");
    if (link) {
      event.preventDefault();
      open(link.href);
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

// Keys: elements with data-key="x" are focused (fields) or pressed, if the person has single keys switched on.
// On a page with a list ([data-keys]) only while the focus is in it. Ctrl+Z and Shift+Ctrl+Z press the page's undo and redo.

const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable=true]";
const typing = (target) => target.closest?.(`${TYPING}, dialog`);

function press(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else element.click();
}

// A toast that can be seen says what Ctrl+Z takes back; else the head's button, which knows the last step; else
// the last toast that was shown.
const undoForm = () =>
  document.querySelector("[data-toast]:not([hidden]) [data-toast-undo]") ??
  document.querySelector("form[data-undo]") ??
  document.querySelector("[data-toasts] [data-toast-undo]");

function history(event) {
  const form = event.shiftKey ? document.querySelector("form[data-redo]") : undoForm();
  if (!form || form.querySelector("button[disabled]")) return;
  event.preventDefault();
  form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || typing(event.target)) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z") return history(event);
  if (event.ctrlKey || event.metaKey || event.altKey || !("singleKeys" in document.body.dataset)) return;
  const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const scope = document.querySelector("[data-keys]");
  if (!element || (scope && !scope.contains(document.activeElement))) return;
  event.preventDefault();
  press(element);
});

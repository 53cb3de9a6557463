// Keys: elements with data-key="x" are focused (fields) or pressed, if the person has single keys switched on.
// On a page with a list ([data-keys]) only while the focus is in it. Ctrl+Z and Shift+Ctrl+Z or Ctrl+Y press the page's
// undo and redo, Ctrl+K what has data-chord="k"; Ctrl+Enter sends the form of the text in which it is pressed.
import { single, typing } from "./keys.js";

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

function history(event, isRedo) {
  const form = isRedo ? document.querySelector("form[data-redo]") : undoForm();
  if (!form || form.querySelector("button[disabled]")) return;
  event.preventDefault();
  form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  const { target, altKey } = event;
  const isCommand = (event.ctrlKey || event.metaKey) && !altKey;
  const key = event.key.toLowerCase();
  if (event.defaultPrevented || event.isComposing) return;
  if (isCommand && key === "enter" && target.matches("form textarea")) target.form.requestSubmit();
  const chord = isCommand && document.querySelector(`[data-chord="${CSS.escape(key)}"]`);
  if (chord) {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) chord.click();
  }
  if (chord || typing(target)) return;
  if (isCommand && (key === "z" || key === "y")) return history(event, event.shiftKey || key === "y");
  if (isCommand || altKey || !single()) return;
  const element = document.querySelector(`[data-key="${CSS.escape(key)}" i]`);
  const scope = document.querySelector("[data-keys]");
  if (!element || (scope && !scope.contains(document.activeElement))) return;
  event.preventDefault();
  press(element);
});

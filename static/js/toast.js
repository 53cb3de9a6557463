// Toasts: one at a time, gone after 8 seconds, waiting while hovered or focused. Ctrl+Z undoes also afterwards.
// The server's come as the event "toast", with {message, undo, level}.

const SECONDS = 8;
const region = document.querySelector("[data-toasts]");
const template = document.querySelector("[data-toast-template]");
const timers = new WeakMap();

const wait = (toast) => timers.set(toast, setTimeout(() => hide(toast), SECONDS * 1000));
const pause = (toast) => clearTimeout(timers.get(toast));

// Hidden, not removed: Ctrl+Z finds the form of the last one.
function hide(toast) {
  pause(toast);
  toast.hidden = true;
}

function watch(toast) {
  toast.addEventListener("pointerenter", () => pause(toast));
  toast.addEventListener("pointerleave", () => wait(toast));
  toast.addEventListener("focusin", () => pause(toast));
  toast.addEventListener("focusout", () => wait(toast));
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => hide(toast));
  wait(toast);
}

function show({ message, undo = "", level = "success" }) {
  if (!region || !template || !message) return;
  region.replaceChildren(template.content.cloneNode(true));
  const toast = region.querySelector("[data-toast]");
  toast.dataset.level = level;
  toast.querySelector("[data-toast-text]").textContent = message;
  const form = toast.querySelector("[data-toast-undo]");
  if (undo) {
    form.action = undo;
    // Of the session that is open: its page stays, and is what asks, for it is still there when the next toast comes.
    if (undo.startsWith(location.pathname)) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        window.htmx.ajax("POST", undo, { source: ".session-page", target: "body", swap: "none" });
      });
    }
  } else form.remove();
  watch(toast);
}

export const say = (message, level = "error") => show({ message, level });

if (region) {
  region.querySelectorAll("[data-toast]").forEach(watch);
  document.addEventListener("toast", (event) => show(event.detail));
}

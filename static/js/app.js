// What every page needs from htmx: sign-in in a whole page, failures as a toast, and the place where one was.

const say = (message, level) =>
  document.dispatchEvent(new CustomEvent("toast", { detail: { message, level } }));

const words = () => document.querySelector("[data-toasts]")?.dataset ?? {};

// A session that ended answers with the sign-in page: show it as a page, and come back here afterwards.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href, location.href);
  if (answered.pathname.startsWith("/accounts/login/")) {
    event.detail.shouldSwap = false;
    answered.searchParams.set("next", location.pathname + location.search);
    location.assign(answered);
  }
});

// What was sent and not saved: the page's own word beside its name, until an answer brings another.
function unsaved({ verb }) {
  const state = document.querySelector("[data-save-state]");
  if (verb === "get" || !state) return;
  state.classList.replace("is-saved", "is-bad");
  state.querySelector("span").textContent = words().unsaved;
}

document.addEventListener("htmx:sendError", ({ detail }) => {
  unsaved(detail.requestConfig);
  say(words().offline, "error");
});
document.addEventListener("htmx:responseError", ({ detail: { xhr, requestConfig } }) => {
  unsaved(requestConfig);
  if (xhr.getResponseHeader("HX-Trigger")?.includes("toast")) return; // it said itself what happened
  say(xhr.status >= 500 ? words().failed : words().refused, "error");
});

// A form that leads back to its own page keeps the place in the content, as a document that scrolls would.
const key = `scroll:${location.pathname}`;
const page = () => document.querySelector("[data-keep-scroll]");

document.addEventListener("submit", (event) => {
  if (page() && event.target.method === "post") sessionStorage.setItem(key, String(page().scrollTop));
});

const kept = sessionStorage.getItem(key);
if (kept !== null) {
  sessionStorage.removeItem(key);
  if (page() && !location.hash) page().scrollTop = Number(kept);
}

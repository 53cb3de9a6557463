// What every page needs from htmx: sign-in in a whole page, failures as a toast, and the place where one was.

const say = (message, level) =>
  document.dispatchEvent(new CustomEvent("toast", { detail: { message, level } }));

const words = () => document.querySelector("[data-toasts]")?.dataset ?? {};

// What was typed waits in this tab while one signs in again, and is then put back where it stood.
const TYPED = "typed";
const TEXTS = ["text", "textarea", "search", "number", "date", "time", "url"];
const signedIn = document.body.hasAttribute("hx-headers");
const who = document.querySelector(".avatar-btn")?.getAttribute("aria-label"); // another gets nothing of it

function keepTyped() {
  if (!signedIn) return;
  const fields = [...document.querySelectorAll("input[id], textarea[id]")]
    .filter((field) => TEXTS.includes(field.type) && field.value !== field.defaultValue)
    .map((field) => [field.id, field.value]);
  if (fields.length) sessionStorage.setItem(TYPED, JSON.stringify({ who, path: location.pathname, fields }));
}

// Nothing of it was taken: it is put back when this page is loaded again, and not only forgotten.
function refused() {
  keepTyped();
  const stored = JSON.parse(sessionStorage.getItem(TYPED));
  if (stored) sessionStorage.setItem(TYPED, JSON.stringify({ ...stored, ended: true }));
}

// Before anybody else hears of it: the quick entry empties its field when the line is on its way.
document.addEventListener(
  "submit",
  ({ target }) => {
    if (target.method === "post" && !target.getAttribute("action")?.endsWith("/accounts/logout/")) keepTyped();
  },
  true,
);

const typed = JSON.parse(sessionStorage.getItem(TYPED));
if (typed && signedIn) {
  sessionStorage.removeItem(TYPED);
  if (typed.ended && typed.who === who && typed.path === location.pathname) {
    addEventListener("load", () => {
      for (const [id, value] of typed.fields) {
        const field = document.getElementById(id);
        if (!field) continue;
        field.value = value;
        field.focus();
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  }
} else if (typed) {
  refused();
  // when toast.js listens; an error page, too, knows nobody, and what it refused is there again on the way back
  if (location.pathname === "/accounts/login/") addEventListener("load", () => say(words().ended, "error"));
}

// A session that ended answers with the sign-in page: show it as a page, and come back here afterwards.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href, location.href);
  if (answered.pathname.startsWith("/accounts/login/")) {
    event.detail.shouldSwap = false;
    refused();
    answered.searchParams.set("next", location.pathname + location.search);
    location.assign(answered);
  } else if (event.detail.xhr.status === 403) {
    refused(); // signed in anew in another tab: this page's forms are of before
  } else {
    sessionStorage.removeItem(TYPED);
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

// The way back shows a list as it was written, and its search field empty: the address knows what was asked.
document.addEventListener("htmx:historyRestore", () => {
  const query = new URLSearchParams(location.search);
  for (const field of document.querySelectorAll("input[type=search][name]")) {
    field.value = query.get(field.name) ?? "";
  }
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

// What every page needs beside htmx: the way back as it was, and the place where one was.

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
  if (page() && event.target.method === "post") sessionStorage.setItem(key, [page().scrollLeft, page().scrollTop]);
});

const kept = sessionStorage.getItem(key);
if (kept !== null) {
  sessionStorage.removeItem(key);
  const [left, top] = kept.split(",");
  if (page() && !location.hash) page().scrollTo({ left, top, behavior: "instant" });
}

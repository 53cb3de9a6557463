// Posts a verb of the builder. The answer carries the rows that changed (out of band) and a toast.
import { again, changed } from "./program-sheet.js";
import { say } from "./toast.js";

const builder = () => document.querySelector("[data-builder]");

// What was refused stays where it is; the sentence is shown.
function refusal(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return page.querySelector("[role=alert]")?.textContent;
}

// Somebody was first, so what stands here is old: the rows come anew, behind a verb that waits for htmx to let go.
const anew = () => window.htmx.ajax("GET", location.pathname, { source: builder(), target: "#grid", swap: "innerHTML" });
// A card that is gone answers 404, also to who opens it.
let isBehind;
document.addEventListener("htmx:afterRequest", ({ detail: { xhr, target } }) => {
  if (![404, 409].includes(xhr.status) || target.id === "grid" || !builder()) return;
  isBehind = true;
  setTimeout(anew);
});
// Not when `anew` is done: htmx may let it wait, and is done at once.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!isBehind || detail.target?.id !== "grid") return;
  isBehind = false;
  again();
});

export async function post(url, values, busy) {
  busy?.classList.add("is-saving");
  const answered = new Promise((resolve) => {
    const listen = (event) => {
      if (event.detail.pathInfo.requestPath !== url) return;
      document.removeEventListener("htmx:afterRequest", listen);
      resolve(event.detail.xhr);
    };
    document.addEventListener("htmx:afterRequest", listen);
  });
  window.htmx.ajax("POST", url, { source: builder(), swap: "none", values });
  const xhr = await answered;
  busy?.classList.remove("is-saving");
  if (xhr.status === 409 || xhr.status === 422) say(refusal(xhr));
  return xhr.status < 400;
}

// Without a position it goes last: none is sent then, for a form would send the word "undefined".
const at = (cell, position) => ({
  week: cell.closest("[data-week]").dataset.week,
  day: cell.dataset.day,
  ...(position && { position }),
});

// What goes on a day: {session}, {line} of a new one, {name} of one that is written next, or {q}, any of them.
export const place = (what, cell, position) => post(builder().dataset.place, { ...what, ...at(cell, position) }, cell);

// Of a card: says which version it shows, and what the sheet shows of it is looked up again.
async function change(card, verb, values = {}) {
  const done = await post(`/placings/${card.dataset.card}/${verb}/`, { version: card.dataset.version, ...values }, card);
  if (done) changed(card.dataset.card);
  return done;
}

// Of several cards: the first goes to the day, the others as far from it as they are.
export const several = (verb, cards, cell) =>
  post(`/programs/${document.querySelector("[data-grid]").dataset.grid}/cards/${verb}/`, { cards: cards.join(), ...(cell && at(cell)) }, cell);

export const move = (card, cell, position) => change(card, "move", at(cell, position));

export const copy = (id, cell, position) => post(`/placings/${id}/copy/`, at(cell, position), cell);

export const remove = (card) => change(card, "remove");

// What is selected, as id.version: else this card.
export const picked = (card) => {
  const cards = [...document.querySelectorAll("[data-grid] .is-selected")];
  return (cards.length ? cards : card ? [card] : []).map(({ dataset }) => `${dataset.card}.${dataset.version}`);
};

export function announce(text) {
  document.querySelector("[data-live]").textContent = text;
}

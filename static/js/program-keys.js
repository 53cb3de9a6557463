// The grid with the keyboard: one tab stop, arrows, and single keys while the grid has the focus.
import * as verbs from "./program-verbs.js";
import { isEarly, open } from "./program-sheet.js";
import { single } from "./keys.js";

const grid = document.querySelector("[data-grid]");
let held; // {verb, cards, day}, cards as id.version: what C or X took; day: of the first, where it is a whole week, which keeps its days
let lifted; // a card that M took up
let last = { week: "1", day: "1", index: 0 };

const cellAt = (week, day) => grid.querySelector(`[data-week="${week}"] [data-day="${day}"]`);
const cardsOf = (cell) => [...cell.querySelectorAll("a[data-card]")];
// Where the focus may be: on the cards, on the one link of a day of the season, or on an empty day itself.
const stopsOf = (cell) => {
  const stops = [...cell.querySelectorAll("[data-card], [data-stop]")];
  return stops.length ? stops : [cell];
};
const cellOf = (element) => element?.closest?.("[data-day]");
const weekOf = (cell) => Number(cell.closest("[data-week]").dataset.week);

// One stop for Tab: where one was last.
function settle() {
  for (const link of grid.querySelectorAll("a")) link.tabIndex = -1;
  for (const cell of grid.querySelectorAll("[data-day]")) cell.tabIndex = -1;
  const cell = cellAt(last.week, last.day) ?? cellAt(1, 1);
  const stop = stopsOf(cell)[Math.min(last.index, stopsOf(cell).length - 1)];
  stop.tabIndex = 0;
  return stop;
}

function remember(cell, index) {
  last = { week: String(weekOf(cell)), day: cell.dataset.day, index: Math.max(0, index) };
}

const rememberStop = (stop) => remember(cellOf(stop), stopsOf(cellOf(stop)).indexOf(stop));

function focusStop(cell, index) {
  remember(cell, index);
  settle().focus();
}

function step(key) {
  const cell = cellOf(document.activeElement) ?? cellAt(last.week, last.day);
  const [week, day, stops] = [weekOf(cell), Number(cell.dataset.day), stopsOf(cell)];
  const index = stops.indexOf(document.activeElement);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const beside = cellAt(week, day + (key === "ArrowRight" ? 1 : -1));
    if (beside) focusStop(beside, Math.min(index, stopsOf(beside).length - 1));
    return;
  }
  const next = index + (key === "ArrowDown" ? 1 : -1);
  if (!lifted && next >= 0 && next < stops.length) return focusStop(cell, next);
  const other = cellAt(week + (key === "ArrowDown" ? 1 : -1), day);
  if (other) focusStop(other, key === "ArrowDown" ? 0 : stopsOf(other).length - 1);
}

const place = (cell) => `${cell.closest("[data-week]").querySelector(".wk-head a").textContent}, ${grid.querySelectorAll(".day-name")[cell.dataset.day - 1].textContent}`;

async function drop(cell) {
  const card = lifted;
  lift(null);
  await verbs.move(card, cell);
}

// Where there are hints they say meanwhile which keys carry it, and so does a voice.
function lift(card) {
  lifted?.classList.remove("is-source");
  lifted = card;
  card?.classList.add("is-source");
  grid.classList.toggle("is-moving", Boolean(card));
  if (card) verbs.announce(document.querySelector(".hint-moving").textContent);
}

// On the day where one was, which then has the focus; the drawer is as it was before one typed.
// Enter twice, or held, is once.
let putting;
async function put(what) {
  if (putting) return;
  putting = verbs.place(what, cellAt(last.week, last.day));
  const done = await putting;
  putting = null;
  if (!done) return;
  const form = document.querySelector("[data-drawer]");
  if (form?.elements.q.value) {
    form.elements.q.value = "";
    form.dispatchEvent(new Event("input"));
  }
  focusStop(cellAt(last.week, last.day), Infinity);
}

const openWeek = (cell, verb = "") => open(cell.closest("[data-week]").querySelector(".wk-head a").href + verb);

// A day of the season has no such link: there Enter leads to the week.
function add(cell) {
  const link = cell.querySelector(".cell-add");
  if (link) open(link.href, "textarea");
  return link;
}

// Space takes a card to what is selected, or away; with Shift all of a day, and once more all of its week.
let day; // of the first card, where all of a week is selected

function select(cards, week) {
  const all = [...cards].filter(Boolean);
  const on = all.some((card) => !card.matches(".is-selected"));
  for (const card of all) {
    card.classList.toggle("is-selected", on);
    // A link has no such state, its cell has.
    cellOf(card).ariaSelected = Boolean(cellOf(card).querySelector(".is-selected"));
  }
  day = on && week && all[0]?.closest("[data-day]").dataset.day;
  verbs.announce(verbs.picked().length);
}

function hold(verb, card) {
  const cards = verbs.picked(card);
  if (!cards.length) return;
  held = { verb, cards, day };
  verbs.announce(card?.textContent ?? cards.length);
}

// What was taken may have been changed since, here or by somebody, and one sees that.
function asItStands(card) {
  const [id] = card.split(".");
  return `${id}.${grid.querySelector(`a[data-card="${id}"]`)?.dataset.version ?? 0}`;
}

function remove(cell, card) {
  const cards = verbs.picked(card);
  if (cards.length > 1) verbs.several("remove", cards);
  else if (card) verbs.remove(card);
}

const actions = {
  a: add,
  c: (cell, card) => hold("copy", card),
  x: (cell, card) => hold("move", card),
  v: (cell) => {
    if (!held) return;
    verbs.several(held.verb, held.cards.map(asItStands), held.day ? cellAt(weekOf(cell), held.day) : cell);
    if (held.verb === "move") held = null;
  },
  space: (cell, card) => select([card]),
  "shift+space": (cell) => {
    const isDay = cardsOf(cell).some((card) => !card.matches(".is-selected"));
    select(isDay ? cardsOf(cell) : cell.closest("[data-week]").querySelectorAll("a[data-card]"), !isDay);
  },
  e: (cell, card) => card && open(card.href, "[data-edit]"),
  m: (cell, card) => card && lift(card),
  p: (cell, card) => (card ? open(card.href, "[name=adjustment]") : openWeek(cell, "progress/")),
  d: (cell) => openWeek(cell, "deload/"),
  w: (cell) => openWeek(cell),
  delete: remove,
  backspace: remove,
};

// Alt and an arrow: earlier or later on the same day.
function reorder(card, cell, step) {
  const position = cardsOf(cell).indexOf(card) + 1 + step;
  if (position < 1 || position > cardsOf(cell).length) return;
  remember(cell, position - 1);
  verbs.move(card, cell, position).then(() => verbs.announce(`${card.textContent}, ${position}`));
}

function onKey(event) {
  const cell = cellOf(event.target);
  if (!cell || event.ctrlKey || event.metaKey) return;
  if (isEarly(event.key)) return event.preventDefault();
  const card = event.target.closest("a[data-card]");
  if (event.altKey) {
    if (!card || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    reorder(card, cell, event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  const key = event.key === " " ? `${event.shiftKey ? "shift+" : ""}space` : event.key.toLowerCase();
  if (event.key.startsWith("Arrow")) {
    step(event.key);
    if (lifted) verbs.announce(place(cellOf(document.activeElement)));
  } else if (event.key === "Enter" && lifted) drop(cell);
  else if (event.key === "Escape" && lifted) lift(null);
  else if (event.key === "Enter" && !card && add(cell));
  else if (event.key === "Escape" && verbs.picked().length) select(grid.querySelectorAll(".is-selected"));
  else if (actions[key] && (single() || key.length > 1)) actions[key](cell, card);
  else return;
  event.preventDefault();
}

// Undo and zoom load the page anew, and a session leads back here: who was in the grid is there again, on the same day.
// Else the first day takes the keys, if nothing else has them and the address names no other place. Thumbs need none.
const KEPT = "grid-focus";

function keep() {
  if (document.activeElement.closest("[data-builder]")) sessionStorage.setItem(KEPT, JSON.stringify({ ...last, at: location.pathname }));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  if (kept?.at === location.pathname) last = kept;
  else if (location.hash || document.activeElement !== document.body || document.querySelector("[open]") || !matchMedia("(hover)").matches) return;
  settle().focus({ preventScroll: kept?.at !== location.pathname });
}

// The drawer's list is one stop as well: up and down go through it, from the field on; Escape leads to the grid.
const items = () => [...document.querySelectorAll("#drawer-list button")];
const rove = (stop) => items().forEach((item) => (item.tabIndex = item === stop ? 0 : -1));

function onDrawerKey({ key, target }) {
  const at = items().indexOf(target);
  if (key === "Escape") return settle().focus();
  if (!/^Arrow(Up|Down)$/.test(key) || (at < 0 && target.type !== "search")) return;
  const next = items()[at + (key === "ArrowDown" ? 1 : -1)];
  if (next) rove(next);
  (next ?? (at ? target : document.querySelector("[data-drawer] [name=q]"))).focus();
  return true;
}

if (grid) {
  settle();
  addEventListener("pageshow", restore); // when the browser has gone to the week that the address names
  addEventListener("pagehide", keep);
  grid.addEventListener("keydown", onKey);
  grid.addEventListener("focusin", (event) => {
    if (cellOf(event.target)) rememberStop(event.target);
  });
  // Rows that a verb replaced have lost their stops; the focus goes back to the card, or to where it was.
  let inside;
  document.addEventListener("htmx:beforeSwap", () => (inside = document.activeElement.closest("[data-card], [data-builder]")));
  document.addEventListener("htmx:afterSettle", () => {
    const isLost = inside && document.activeElement === document.body;
    const card = isLost && grid.querySelector(`a[data-card="${inside.dataset.card}"]`);
    if (card) rememberStop(card);
    const stop = settle();
    rove(items().find((item) => !item.tabIndex));
    if (lifted && !lifted.isConnected) lift(null);
    if (isLost) stop.focus({ preventScroll: !card });
  });
  // The drawer: a click or Enter puts what is there on the day where one was, and so does what is typed.
  document.addEventListener("click", (event) => {
    const card = event.shiftKey && event.target.closest("[data-grid] a[data-card]");
    if (card) {
      event.preventDefault();
      select([card]);
    }
    const item = event.target.closest(".drawer-item");
    if (!item) return;
    event.preventDefault();
    item.closest("dialog")?.close();
    put(item.dataset);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-drawer]")) return;
    event.preventDefault();
    put(Object.fromEntries(new FormData(event.target)));
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-drawer]");
    if (event.target.closest("#drawer") && onDrawerKey(event)) event.preventDefault();
    if (form && event.key === "Enter" && event.ctrlKey) put({ ...Object.fromEntries(new FormData(form)), new: "on" });
  });
  // What is pasted on a day, or several lines in the drawer's field, are the lines of a new session.
  document.addEventListener("paste", (event) => {
    const line = event.clipboardData.getData("text").trim();
    const lines = event.target.closest("[data-drawer]") && line.includes("\n");
    if (!line || !(lines || grid.contains(event.target))) return;
    event.preventDefault();
    put({ line });
  });
}

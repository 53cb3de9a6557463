// Quick entry: exercises that fit are listed while one types (ARIA combobox), in grey what one did last with the chosen
// one. Enter adds its line, Shift+Enter as a superset with the line above, Right at the end takes what is in grey, Alt
// and an arrow change the section, Escape closes, several pasted lines are added at once. Without it: a plain field.

const form = document.querySelector("[data-quick]");
const field = form?.querySelector("[data-suggest]");
const list = form?.querySelector("[role=listbox]");
const pop = list?.parentElement;
const ghost = form?.querySelector(".quick-ghost");
const { section, pick } = form?.elements ?? {};
const WAIT = 120;

let timer;
let shown = ""; // the text that the list is for
let kept = ""; // the exercise that was chosen by hand
let keptFor = ""; // how the text began then
let right = ""; // the text behind which Right was pressed before its list was there
let busy; // a line is on its way
let sending; // by the click of its button
const lines = []; // that wait for it

const options = () => [...list.children].filter((child) => child.role === "option");
const chosen = () => list.querySelector('[aria-selected="true"]');
const changed = () => field.dispatchEvent(new Event("input", { bubbles: true })); // for whoever keeps what is typed
const beginning = () => field.value.split(/\s\d/)[0].trim(); // the name, as far as a browser can tell
const atEnd = () => field.selectionStart === field.value.length;

function show(open) {
  pop.hidden = !open;
  // The list stands on the field: it does not shrink while one types, or its first line would wander.
  pop.style.minHeight = open ? `${pop.getBoundingClientRect().height}px` : "";
  field.ariaExpanded = open;
  if (!open) field.removeAttribute("aria-activedescendant");
  offer();
}

function drop() {
  list.replaceChildren();
  show(false);
}

function offer() {
  const last = shown === field.value && !pop.hidden && chosen()?.dataset.last;
  ghost.hidden = !last;
  if (!last) return;
  const [typed, scheme] = ghost.children;
  typed.textContent = `${field.value.trimEnd()}  `;
  scheme.textContent = last;
}

function choose(option) {
  for (const other of options()) other.ariaSelected = other === option;
  if (!option) return;
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
  offer();
}

async function suggest() {
  clearTimeout(timer);
  const text = field.value;
  if (!text.trim()) return clear();
  const query = new URLSearchParams({ text, sport: form.elements.sport.value });
  const answer = await fetch(`${field.dataset.suggest}?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected || text !== field.value) return;
  const html = await answer.text();
  if (text !== field.value) return;
  list.innerHTML = html;
  shown = text;
  choose(options().find((option) => option.dataset.id === kept) ?? chosen());
  show(options().length > 0 && document.activeElement === field);
  if (right === text) last();
}

const ask = () => suggest().catch(() => show(false));

function last() {
  const option = chosen();
  if (!option?.dataset.last || pop.hidden) return;
  field.value = `${option.dataset.line} ${option.dataset.last}`;
  changed();
  ask();
}

// A line goes as soon as the one before it is there. What one types meanwhile is the next one.
function next() {
  if (busy || !lines.length) return;
  const fields = [field, section, pick];
  const typing = fields.map((one) => one.value);
  const [button, ...values] = lines.shift();
  fields.forEach((one, place) => (one.value = values[place]));
  sending = true;
  button.click(); // not requestSubmit: htmx asks the button that was clicked for its address
  sending = false;
  fields.forEach((one, place) => (one.value = typing[place]));
  changed();
}

// However fast one types, Enter means the same: before the list is there the server picks what would be chosen in it,
// first of all what was chosen by hand in the list before.
function take(option = shown === field.value ? chosen() : null, button = form.querySelector("[type=submit]")) {
  const text = field.value;
  if (!text.trim()) return;
  const how = shown === text || option ? "" : `${right === text ? "last" : "first"} ${kept}`;
  lines.push([button, option?.dataset.line ?? text, section.value, how]);
  clear();
  changed();
  next();
}

function clear() {
  clearTimeout(timer);
  field.value = shown = kept = right = "";
  drop();
}

function keys(event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = options();
  if (event.key === "Enter") {
    take(undefined, event.shiftKey ? form.querySelector("[data-superset]") : undefined);
  } else if (event.key === "Escape" && !pop.hidden) {
    kept = "";
    drop();
  } else if (step && event.altKey) {
    section.selectedIndex = Math.max(0, Math.min(section.length - 1, section.selectedIndex + step));
    name();
  } else if (step && all.length) {
    show(true);
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
    kept = chosen().dataset.id;
    keptFor = beginning();
  } else if (event.key === "ArrowRight" && field.value && atEnd() && !event.shiftKey) {
    right = field.value;
    if (shown === right) last();
    else ask();
  } else return;
  event.preventDefault();
}

function name() {
  for (const place of form.querySelectorAll("[data-section-name]")) place.textContent = section.selectedOptions[0].text;
}

// One line of text cannot hold a line break: several lines go to the server as they are.
function paste(event) {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!text.trim().includes("\n")) return;
  event.preventDefault();
  const pasted = document.createElement("textarea");
  pasted.name = "text";
  pasted.hidden = true;
  pasted.value = field.value + text;
  field.disabled = true;
  form.append(pasted);
  const done = () => {
    pasted.remove();
    field.disabled = false;
    field.focus();
  };
  form.addEventListener("htmx:afterRequest", done, { once: true }); // that is while it is submitted
  form.requestSubmit();
}

if (pop) {
  name();
  section.addEventListener("change", name);
  field.addEventListener("input", () => {
    offer();
    if (!beginning().startsWith(keptFor)) kept = ""; // that was another name
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", keys);
  field.addEventListener("paste", paste);
  field.addEventListener("blur", () => setTimeout(() => show(false), 150));
  pop.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[type=submit]");
    if (!button || sending) return;
    event.preventDefault();
    take(undefined, button);
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    busy = true;
    if (!field.disabled && !sending) clear(); // sent by another: again
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    busy = false;
    if (field.disabled) clear(); // pasted lines
    field.focus();
    setTimeout(next); // htmx lets go of the form after it said so
  });
  // The answer comes later, to the queue: then what stands there and did not before is shown.
  const drawn = () => [...document.querySelectorAll("[data-line]")];
  let stood;
  document.addEventListener("htmx:beforeSwap", () => (stood = drawn().map(({ id }) => id)));
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, pathInfo } }) => {
    if (xhr.status !== 200 || pathInfo.requestPath !== form.getAttribute("action")) return;
    drawn().findLast(({ id }) => !stood.includes(id))?.scrollIntoView({ block: "nearest" });
  });
}

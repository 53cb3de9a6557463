// Quick entry: exercises that fit are listed while one types (ARIA combobox). Enter adds the chosen one's line,
// Shift+Enter as a superset with the line above, Escape closes, several pasted lines are added at once. Without this file the field is a plain one.

const form = document.querySelector("[data-quick]");
const field = form?.querySelector("[data-suggest]");
const list = form?.querySelector("[role=listbox]");
const WAIT = 120;

let timer;
let asked = ""; // the text that the list is for
let pending; // the request under way

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector('[aria-selected="true"]');

function show(open) {
  list.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (!open) field.removeAttribute("aria-activedescendant");
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (!option) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

async function suggest() {
  const text = field.value.trim();
  asked = field.value;
  if (!text) return show(false);
  const query = new URLSearchParams({ text: field.value, sport: form.elements.sport.value });
  const answer = await fetch(`${field.dataset.suggest}?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected || asked !== field.value) return;
  list.innerHTML = await answer.text();
  choose(chosen());
  show(options().length > 0 && document.activeElement === field);
}

function ask() {
  clearTimeout(timer);
  timer = setTimeout(() => (pending = suggest().catch(() => show(false))), WAIT);
}

function take(option, button = form.querySelector("[type=submit]")) {
  if (option) field.value = option.dataset.line;
  show(false);
  button.click(); // not requestSubmit: htmx asks the button that was clicked for its address
}

// Enter right after typing waits for the list, so that it means the same however fast one types.
async function enter(superset) {
  clearTimeout(timer);
  if (asked !== field.value) pending = suggest().catch(() => {});
  await pending;
  take(list.hidden && asked !== field.value ? null : chosen(), superset ? form.querySelector("[data-superset]") : undefined);
}

function keys(event) {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    if (!field.value.trim()) return;
    event.preventDefault();
    enter(event.shiftKey);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    show(false);
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !event.altKey && options().length) {
    event.preventDefault();
    show(true);
    const all = options();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  }
}

// One line of text cannot hold a line break: several lines go to the server as they are.
function paste(event) {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!text.trim().includes("\n")) return;
  event.preventDefault();
  const lines = document.createElement("textarea");
  lines.name = "text";
  lines.hidden = true;
  lines.value = field.value + text;
  field.disabled = true;
  form.append(lines);
  form.requestSubmit();
  const done = () => {
    lines.remove();
    field.disabled = false;
    field.focus();
  };
  form.addEventListener("htmx:afterRequest", done, { once: true });
}

if (form && field && list) {
  field.addEventListener("input", ask);
  field.addEventListener("keydown", keys);
  field.addEventListener("paste", paste);
  field.addEventListener("blur", () => setTimeout(() => show(false), 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  // Empty as soon as the line is on its way: what one types meanwhile is the next line. A refused one comes back.
  let sent = "";
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form || field.disabled) return;
    sent = field.value;
    field.value = asked = "";
    list.replaceChildren();
    show(false);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    if (!event.detail.successful) {
      if (!field.value) field.value = sent;
      return;
    }
    if (field.disabled) field.value = asked = ""; // pasted lines
    field.focus();
    document.querySelector(".session-main")?.scrollTo({ top: 1e6 });
  });
}

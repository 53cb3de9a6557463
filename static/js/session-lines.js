// The lines of a session: moved with Alt and the arrows, found again after a swap.

const page = document.querySelector(".session-page");

// Alt and an arrow move the line whose field or button has the focus; the focus goes along.
const follow = []; // one for each move on its way

// Without Alt they go from line to line, as in a table; Enter does so when it has saved.
page?.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[key];
  if (!step || event.isComposing || event.defaultPrevented) return;
  if (!event.altKey) {
    if (event.shiftKey || event.ctrlKey || event.metaKey || !target.matches("[data-line] [name=text]")) return;
    event.preventDefault();
    if (key === "Enter") target.form.requestSubmit();
    const fields = [...document.querySelectorAll("[data-line] [name=text]")];
    return fields[fields.indexOf(target) + step]?.focus();
  }
  if (key === "Enter") return;
  const line = target.closest("[data-line]");
  const button = line?.querySelector(`[data-step="${key === "ArrowUp" ? "up" : "down"}"]`);
  if (!button) return;
  event.preventDefault();
  follow.push(target.id);
  button.click();
});

page?.addEventListener("click", (event) => {
  const button = event.target.closest(".line-menu button[type=submit]");
  if (button && event.isTrusted) follow.push(button.closest("[data-line]").querySelector("summary").id);
  const add = event.target.closest("[data-add]");
  if (!add) return;
  event.preventDefault();
  const section = document.querySelector("#quick-section");
  section.value = add.dataset.add;
  document.querySelector("#quick-text").focus();
});

// What a verb did not change is not sent again: its number is counted here. The focus goes along with what was moved.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  let number = 0;
  document.querySelectorAll("[data-line]").forEach((line, index) => {
    line.dataset.block = index;
    const shown = line.querySelector(".line-no");
    if (shown) shown.textContent = ++number;
  });
  if (!detail.xhr.status || !follow[0] || !/\/(move|copy|remove|group|leave)\/$/.test(detail.pathInfo.requestPath)) return;
  const back = document.getElementById(follow.shift()) ?? document.querySelector("#quick-text");
  back?.closest(".line-menu")?.removeAttribute("open");
  back?.focus();
});

// A menu that would end below the lines opens upwards, or is scrolled to where that is no room either.
page?.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target.closest?.(".line-menu");
    if (!menu?.open) return menu?.classList.remove("menu-up");
    const floor = document.querySelector("#quick")?.getBoundingClientRect().top ?? innerHeight;
    const ceiling = page.getBoundingClientRect().top;
    const list = menu.querySelector(".menu-list");
    const { bottom, height } = list.getBoundingClientRect();
    if (bottom <= floor) return;
    menu.classList.toggle("menu-up", menu.getBoundingClientRect().top - height - 4 > ceiling);
    list.scrollIntoView({ block: "nearest" });
  },
  true,
);

// <details data-menu>: one open at a time, closed by Escape, a click outside or leaving it; arrows move inside, and in a
// <nav data-menu> as well.

const open = () => document.querySelectorAll("details[data-menu][open]");
const items = (menu) => [...menu.querySelectorAll(":is(.menu-list, nav) :is(a, button, input, select):not([disabled], [type=hidden])")];

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

const leave = ({ target }) => open().forEach((menu) => menu.contains(target) || close(menu));

document.addEventListener("click", leave);
document.addEventListener("focusin", leave);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("[data-menu]");
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    event.stopPropagation();
    close(menu, true);
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  if ("open" in menu) menu.open = true;
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
  all[next]?.focus();
});

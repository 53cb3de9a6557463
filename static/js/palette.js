// The palette: the arrows choose, Enter opens or does it. Before the list is there the server knows what stands on top of it.

const options = () => [...document.querySelectorAll("#palette-list :is(a, button)")];

function choose(field, option) {
  for (const other of options()) other.ariaSelected = other === option;
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key];
  if (!field.matches?.(".palette-field") || step === undefined || event.isComposing) return;
  const all = options();
  const at = all.findIndex((one) => one.ariaSelected === "true");
  if (step) choose(field, all[(at + step + all.length) % all.length]);
  else if (document.querySelector("[data-found]").value === field.value) all[at]?.click();
  else {
    field.form.first.disabled = false;
    return;
  }
  event.preventDefault();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "palette-list") choose(document.querySelector(".palette-field"), options()[0]);
});

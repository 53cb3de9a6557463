// The theme changes at once and is saved behind it; without scripts the form does both with a page load.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  const chosen = event.submitter?.value;
  if (!form || !chosen) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  document.documentElement.dataset.bsTheme = chosen;
  for (const button of form.querySelectorAll("button")) button.ariaPressed = button.value === chosen;
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
});

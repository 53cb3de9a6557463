// <a data-confirm href="…/delete/">: opens that page's question in a dialog. Without scripts the link just leads there.

async function question(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("[data-confirm-body]");
  if (!answer.ok || !form) throw new Error("no question there");
  return form;
}

function ask(form, url, asked) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  form.className = "";
  form.action = new URL(form.getAttribute("action") || url, url);
  const heading = form.querySelector("h1");
  heading.id = "confirm-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body) asked.focus(); // else the browser gave it back to who had it
  });
  form.querySelector("[data-close]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  document.body.append(dialog);
  window.htmx.process(dialog);
  dialog.showModal();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-confirm]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    ask(await question(link.href), link.href, link);
  } catch {
    location.assign(link.href);
  }
});

// A session as text: numbers beside the lines, Ctrl+S saves.

const field = document.querySelector("[data-text]");
const numbers = document.querySelector("[data-line-numbers]");

function count() {
  const lines = field.value.split("\n").length;
  numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
}

if (field && numbers) {
  field.addEventListener("input", count);
  field.addEventListener("scroll", () => (numbers.scrollTop = field.scrollTop));
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    field.form.requestSubmit();
  });
  count();
}

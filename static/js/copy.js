// [data-copy-field="id"] copies what stands in that field. Without scripts it can be selected there.

document.addEventListener("click", ({ target }) => {
  const { copyField, copied } = target.dataset ?? {};
  if (!copyField) return;
  document.getElementById(copyField).select();
  // The newer way is for https only, and a laptop in the gym has none.
  if (document.execCommand("copy")) target.textContent = copied;
});

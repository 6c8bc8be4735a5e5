// In a list of work the arrow keys go from row to row; Enter opens, as on every link.

const KEYS = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

document.addEventListener("keydown", (event) => {
  const step = KEYS[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea, summary, [contenteditable]")) return;
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step;
  if (!rows[next]) return;
  event.preventDefault();
  rows[next].focus();
});

// Arrow keys move between neighbouring cells of a hexagon map, and the cell in focus or under the
// pointer is read out above the map. Without this file every cell is still a link with its name.

const SHOWN = "svg.chart a.hex";
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function place(cell) {
  const box = cell.querySelector("path").getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// The nearest cell ahead; what lies off to the side counts as twice as far.
function neighbour(cell, [right, down]) {
  const [x, y] = place(cell);
  let best = null;
  let least = Infinity;
  for (const other of cell.ownerSVGElement.querySelectorAll("a.hex[href]")) {
    const [otherX, otherY] = place(other);
    const ahead = (otherX - x) * right + (otherY - y) * down;
    const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
    if (ahead > 1 && ahead >= aside / 2 && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = other;
    }
  }
  return best;
}

function readOut(event) {
  const cell = event.target.closest?.(SHOWN);
  if (!cell) return;
  const line = cell.ownerSVGElement.querySelector(".mark-readout");
  if (line) line.textContent = cell.querySelector("title").textContent;
}

document.addEventListener("focusin", readOut);
document.addEventListener("pointerover", readOut);
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.(SHOWN);
  const direction = DIRECTIONS[event.key];
  if (!cell || !direction || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = neighbour(cell, direction);
  event.preventDefault();
  if (next) next.focus();
});

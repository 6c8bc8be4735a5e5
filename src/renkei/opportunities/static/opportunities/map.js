// Where there is room beside the list the map stands open; on a phone whoever wants it opens it.

const fold = document.querySelector("[data-map]");
if (fold && matchMedia("(min-width: 64rem)").matches) fold.open = true;

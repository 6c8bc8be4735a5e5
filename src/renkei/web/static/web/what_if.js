// The slider of a lever and its field show the same number, and the answer follows while a slider
// is pulled. Without this file the form is sent with its button, and whichever of both was moved
// counts.

const EVERY = 100; // milliseconds between two questions of a slider that is being pulled
let pulled = false;
let waiting = 0;

document.addEventListener("pointerdown", (event) => {
  pulled = event.target.type === "range";
});

document.addEventListener("input", (event) => {
  const { name, type, value } = event.target;
  const lever = event.target.closest?.("[data-lever]");
  if (!lever || !name) return;
  for (const twin of lever.querySelectorAll(`input[name="${name}"]`)) {
    if (twin !== event.target) twin.value = value;
  }
  // Keys change a slider step by step, and the form asks at each step by itself.
  if (type === "range" && pulled && !waiting) waiting = setTimeout(ask, EVERY);
});

function ask() {
  waiting = 0;
  document.querySelector("#live")?.dispatchEvent(new CustomEvent("slid"));
}

// Where a slider is let go, the form asks for the answer that gets an address: nothing after it.
document.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = 0;
  pulled = false;
});

// The page in the other language answers the same question.
document.addEventListener("htmx:after:history:push", () => {
  for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
});

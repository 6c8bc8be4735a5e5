// The slider of a lever and its field show the same number, and the answer follows while a slider
// moves. Without this file the form is sent with its button, and whichever of both was moved counts.

document.addEventListener("input", (event) => {
  const lever = event.target.closest?.("[data-lever]");
  const name = event.target.name;
  if (!lever || !name) return;
  for (const twin of lever.querySelectorAll(`input[name="${name}"]`)) {
    if (twin !== event.target) twin.value = event.target.value;
  }
  if (event.target.type === "range") {
    document.querySelector("#live")?.dispatchEvent(new CustomEvent("slid"));
  }
});

// The page in the other language answers the same question.
document.addEventListener("htmx:after:history:push", () => {
  for (const link of document.querySelectorAll(".languages a")) {
    link.search = location.search;
  }
});

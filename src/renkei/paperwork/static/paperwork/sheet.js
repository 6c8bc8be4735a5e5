// Questions whose condition does not hold are put away while somebody fills in a sheet. Without
// this script they stand there, each with a line that says whom it is for; the server asks again.

const form = document.querySelector(".sheet");

const given = (name) =>
  [...form.elements]
    .filter((field) => field.name === name)
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value);

// In the order of the page: a question depends only on those before it.
const show = () => {
  for (const question of form.querySelectorAll("[data-when]")) {
    const asked = form.querySelector(`[name="${question.dataset.when}"]`)?.closest(".question");
    const holds = given(question.dataset.when).includes(question.dataset.equals);
    question.hidden = Boolean(asked?.hidden) || !holds;
  }
};

if (form) {
  for (const note of form.querySelectorAll("[data-when] > .question__note")) note.hidden = true;
  form.addEventListener("change", show);
  show();
}

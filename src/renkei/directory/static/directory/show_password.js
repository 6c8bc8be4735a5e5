// A box below each password that shows what was typed.
const said = document.querySelector('meta[name="show-password"]').content;

for (const input of document.querySelectorAll('input[type="password"]')) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  label.className = "show-password";
  label.append(box, said);
  box.addEventListener("change", () => {
    input.type = box.checked ? "text" : "password";
  });
  // Nothing that was shown is sent as text, or kept by the browser as one.
  input.form?.addEventListener("submit", () => {
    input.type = "password";
  });
  input.after(label);
}

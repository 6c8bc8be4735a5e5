// The number beside a slider follows it. Without this script the slider has its two ends, and what
// it was set to when the page came.

for (const slider of document.querySelectorAll("[data-slider]")) {
  const shown = document.querySelector(`output[for="${slider.id}"]`);
  if (!shown) continue;
  const show = () => {
    shown.value = slider.value;
  };
  slider.addEventListener("input", show);
  show();
}

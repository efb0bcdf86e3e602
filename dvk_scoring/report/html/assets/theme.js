(() => {
  "use strict";
  let kept = null;
  try {
    kept = localStorage.getItem("dvk-theme");
  } catch {
    // A browser may keep nothing for files; then the system decides each time.
  }
  const dark = kept === null ? matchMedia("(prefers-color-scheme: dark)").matches : kept === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.classList.add("scripted");
})();

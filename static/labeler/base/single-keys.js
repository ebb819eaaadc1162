// Whether keys of one character are on (WCAG 2.1.4).

const name = () => `labeler:single-keys:${document.body.dataset.user ?? ""}`;

export function singleKeysOn() {
  try {
    return localStorage.getItem(name()) !== "off";
  } catch {
    return true; // storage can be forbidden
  }
}

export function wireShortcuts() {
  const box = document.querySelector("[data-single-keys]");
  if (!box) return;
  box.checked = singleKeysOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(name(), box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
}

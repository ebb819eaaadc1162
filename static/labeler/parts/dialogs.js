// Opens and closes native dialogs: [data-dialog="id"] opens, [data-close] inside closes, Ctrl+Enter submits.

// Resolves once a dialog that was just opened is closed. The event comes a moment later: where the dialog is open then, it
// is about the time before.
export function closed(dialog) {
  return new Promise((resolve) => {
    const look = () => {
      if (dialog.open) return;
      dialog.removeEventListener("close", look);
      resolve();
    };
    dialog.addEventListener("close", look);
  });
}

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open || document.querySelector("dialog[open]")) return;
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened"));
}

export function wireDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) openDialog(opener.dataset.dialog);
    else if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    else if (event.target.matches("dialog[open]") && isOutside(event)) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = document.querySelector("dialog[open] form");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]") ?? document.querySelector(`[type=submit][form="${form.id}"]`);
    if (!button?.disabled && button?.getAttribute("aria-disabled") !== "true") form.requestSubmit();
  });
}

// The dialog is its own backdrop: a click on it is outside when it is outside its box.
function isOutside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

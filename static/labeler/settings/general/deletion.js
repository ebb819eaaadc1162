// Deletes an archived project, once somebody has typed its short name. Nothing brings it back.

import { HttpError, post } from "base/http";
import { swap } from "parts/swap";
import { clear, offer } from "settings/offer";

export function wireDeletion(dialog, leave) {
  const form = dialog.querySelector("form");
  const { confirm } = form.elements;
  const button = dialog.querySelector("[type=submit]");
  const problem = dialog.querySelector(".offer");
  const isTyped = () => confirm.value === form.dataset.slug;

  dialog.addEventListener("opened", () => {
    form.reset();
    clear(problem);
    paint();
    confirm.focus();
    swap("delete-held", form.dataset.held).catch(() => offer(problem, "Labeler was not reached, so nobody knows what goes."));
  });
  confirm.addEventListener("input", paint);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isTyped() || button.hasAttribute("aria-busy")) return;
    clear(problem);
    button.setAttribute("aria-busy", "true");
    try {
      await post(form.dataset.url, { confirm: confirm.value });
      leave(form.dataset.after);
    } catch (reason) {
      offer(problem, reason instanceof HttpError ? reason.message : "Labeler was not reached, so nothing was deleted.");
      button.removeAttribute("aria-busy");
    }
  });

  function paint() {
    button.disabled = !isTyped();
  }
}

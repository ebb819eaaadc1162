// Into the archive and out of it: at once, and no matter what else is not saved.

import { HttpError, post, remove } from "base/http";
import { announce } from "parts/announce";
import { clear, offer } from "settings/offer";

export function wireArchive(box, url) {
  const problem = box.querySelector(".offer");

  box.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-method]");
    if (!button) return;
    clear(problem);
    button.setAttribute("aria-busy", "true");
    try {
      const isArchived = button.dataset.method === "archive";
      await (isArchived ? post(url) : remove(url));
      show(isArchived);
    } catch (reason) {
      offer(problem, reason instanceof HttpError ? reason.message : "Labeler was not reached, so nothing was changed.");
    } finally {
      button.removeAttribute("aria-busy");
    }
  });

  function show(isArchived) {
    box.querySelector("[data-since]").textContent = "";
    for (const each of box.querySelectorAll("[data-when]")) each.hidden = (each.dataset.when === "yes") !== isArchived;
    box.querySelector("[data-method]:not([hidden])").focus();
    announce(isArchived ? "The project is archived. Nothing is deleted." : "The project is out of the archive.");
  }
}

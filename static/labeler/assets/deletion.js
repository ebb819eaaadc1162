// Asks before images are deleted: says what goes, and what stays because a version holds it.

import { post } from "base/http";
import { element } from "base/markup";
import { plural } from "base/words";
import { closed } from "parts/dialogs";

const NAMED = 5;

// Resolves to the numbers that are gone; none when nothing was deleted.
export async function askToDelete(ids, { labeled = 0 } = {}) {
  const dialog = document.getElementById("delete-images");
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const url = `${document.body.dataset.api}assets/delete/`;
  const button = part("delete");
  const fail = (problem) => {
    part("problem").hidden = false;
    part("problem").querySelector("span").textContent = problem.message;
    button.disabled = false;
  };
  part("problem").hidden = true;
  part("stays").hidden = true;
  part("goes").textContent = "Looking at what goes";
  button.textContent = "Delete";
  button.disabled = true;
  dialog.showModal();

  const left = closed(dialog).then(() => []);
  try {
    const would = await post(url, { asset_ids: ids, dry_run: true });
    tell(part, would, labeled);
    button.textContent = would.deleted.length ? `Delete ${plural(would.deleted.length, "image")}` : "Delete";
    button.disabled = would.deleted.length === 0;
  } catch (problem) {
    fail(problem);
  }
  const deleted = new Promise((resolve) => {
    dialog.querySelector("form").onsubmit = async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      try {
        const done = await post(url, { asset_ids: ids });
        resolve(done.deleted);
        dialog.close();
      } catch (problem) {
        fail(problem);
      }
    };
  });
  return Promise.race([deleted, left]);
}

function tell(part, { deleted, held }, labeled) {
  const words = labeled ? ` ${labeled === 1 ? "1 of them has" : `${labeled} of them have`} an answer.` : "";
  part("goes").textContent = deleted.length
    ? `${plural(deleted.length, "image")} ${deleted.length === 1 ? "goes" : "go"}, with labels and history.${words}`
    : "Nothing is deleted.";
  part("stays").hidden = held.length === 0;
  if (!held.length) return;
  part("stays").querySelector("span").textContent = `${held.length === 1 ? "1 stays, because a version keeps its images:" : `${held.length} stay, because versions keep their images:`}`;
  const names = held.slice(0, NAMED).map(({ original_name: name, versions }) => element("li", {}, `${name}, in ${versions.map((number) => `v${number}`).join(", ")}`));
  if (held.length > NAMED) names.push(element("li", {}, `and ${held.length - NAMED} more`));
  part("stays").querySelector("ul").replaceChildren(...names);
}

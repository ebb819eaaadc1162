// The note of what did not arrive, and of what to do about it.

import { element, thousands } from "base/markup";

const MOST_NAMES = 100;

export class MissingNote {
  #box;
  #told = "";

  // `onForget()`: nobody wants it any more.
  constructor(box, onForget) {
    this.#box = box;
    box.querySelector("[data-forget]").addEventListener("click", onForget);
  }

  // As KeptLists tells it.
  show({ missed, expected, missing }) {
    const told = `${missed} of ${expected}`;
    if (this.#told === told) return;
    this.#told = told;
    this.#box.hidden = missed === 0;
    const what = missing.some(({ folder }) => folder) ? "folder" : "files";
    const [words, pick, names] = ["words", "pick", "names"].map((name) => this.#box.querySelector(`[data-missing="${name}"]`));
    words.textContent = `${thousands(missed)} of ${thousands(expected)} did not arrive. Choose the same ${what} again to send only those.`;
    pick.textContent = `Choose the ${what}`;
    pick.dataset.pick = what;
    names.hidden = missing.length === 0;
    names.querySelector("ul").replaceChildren(...namesOf(missing, missed));
  }
}

function namesOf(missing, missed) {
  const shown = missing.slice(0, MOST_NAMES).map(({ folder, name }) => element("li", {}, folder ? `${folder}/${name}` : name));
  const rest = missed - shown.length;
  return rest > 0 && shown.length ? [...shown, element("li", {}, `And ${thousands(rest)} more`)] : shown;
}

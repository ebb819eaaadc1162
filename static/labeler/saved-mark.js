// Whether everything is saved, in the bar.

import { icon } from "labeler/markup";

const PATIENCE = 400; // ms before "Saving" is worth saying
const SIGNS = { offline: ["i-offline", "Offline"], trouble: ["i-alert", "Server trouble"], "logged-out": ["i-lock", "Signed out"] };

export class SavedMark {
  #timer = null;

  constructor(node) {
    this.node = node;
  }

  get words() {
    return this.node.textContent;
  }

  show(state, waiting, wrong = 0) {
    if (state === "saving" || (state === "saved" && waiting)) {
      this.#timer ??= setTimeout(() => this.#write("i-spin", "Saving"), PATIENCE);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = null;
    const [sign, word] = SIGNS[state] ?? [];
    if (sign) this.#write(sign, `${word}, ${waiting} waiting`, true);
    else if (wrong) this.#write("i-alert", `${wrong} not saved`, true);
    else this.#write("i-saved", "Saved");
  }

  #write(sign, words, isBad = false) {
    this.node.classList.toggle("saved-off", isBad);
    this.node.replaceChildren(icon(sign, sign === "i-spin" ? "i spin" : "i"), words);
  }
}

// Whether everything is saved, in the bar, which has the words.

import { say } from "labeler/markup";

const PATIENCE = 400; // ms before "Saving" is worth saying

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
      this.#timer ??= setTimeout(() => this.#write("saving"), PATIENCE);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = null;
    if (state === "saved" && wrong) this.#write("wrong", wrong);
    else this.#write(state, waiting);
  }

  #write(name, number) {
    say(this.node, name, () => number);
    this.node.classList.toggle("saved-off", !name.startsWith("sav"));
  }
}

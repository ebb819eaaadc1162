// Whether all is saved, in the bar.

import { say } from "base/markup";

const PATIENCE = 400; // ms before "Saving" is worth saying

export class SavedMark {
  #timer;
  #said;

  constructor(node) {
    this.node = node;
  }

  show(state, waiting, wrong = 0) {
    if (state === "saving" || (state === "saved" && waiting)) return (this.#timer ??= setTimeout(() => this.#write("saving"), PATIENCE));
    this.#timer = clearTimeout(this.#timer);
    if (state === "saved" && wrong) this.#write("wrong", wrong);
    else this.#write(state, waiting);
  }

  #write(name, number) {
    const said = name + number;
    if (this.#said === said) return;
    this.#said = said;
    say(this.node, name, () => number);
    this.node.classList.toggle("saved-off", !name.startsWith("sav"));
  }
}

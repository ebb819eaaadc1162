// The most urgent note: a decision to take, else a lost connection.

import { lostNote } from "label/lost-note";

export class Notes {
  #state = "saved";
  #dismissed = new Set();
  #noted = "";
  lasting; // until it is dismissed
  #asked = 0; // times
  #isAsking = false;

  // { view, saved, words, username, describe, decide(asset, mine or null), signIn }
  constructor(known) {
    Object.assign(this, known);
  }

  connection(state, sender) {
    this.saved.show(state, sender.waiting, sender.problems.length);
    if (state !== this.#state && state !== "saving") {
      this.#dismissed.delete(this.#state);
      this.#state = state;
      if (state !== "saved") this.view.announce(this.saved.node.textContent);
    }
    this.show(sender);
  }

  show(sender) {
    if (!this.problemNote) this.load(sender);
    const note = this.#problem(sender) ?? this.#lost(sender) ?? this.lasting;
    const said = note && note.text + note.more;
    if (said !== this.#noted) this.view.note(note); // else it would be read out again
    this.#noted = said;
  }

  once(text, more) {
    this.#noted = text;
    this.view.note({ kind: "bad", text, more, actions: [] });
  }

  // What is said of a decision is loaded after the first picture. Browsers remember that a module was not reached: the next
  // change asks for it by another address.
  async load(sender) {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const again = this.#asked++ ? `?${this.#asked}` : "";
    Object.assign(this, await import(import.meta.resolve("label/problem-note") + again).catch(() => null));
    this.#isAsking = false;
    if (this.problemNote && sender.problems.length) this.show(sender);
  }

  #problem(sender) {
    const [first] = sender.problems;
    return first && this.problemNote?.({ ...sender.of(first.asset).at(-1), problem: first.problem }, this);
  }

  #lost(sender) {
    const name = this.words[this.#state] ? this.#state : "no-store";
    if (this.#dismissed.has(name) || (sender.stores && name === "no-store")) return undefined;
    return lostNote(name, sender, this, () => {
      this.#dismissed.add(name);
      this.#noted = undefined;
      this.view.note();
    });
  }
}

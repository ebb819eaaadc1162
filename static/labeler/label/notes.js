// The most urgent note: a decision to take, else a lost connection.

export class Notes {
  #state = "saved";
  #dismissed = new Set();
  #noted = "";
  #lasting; // until it is dismissed

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
    if (!this.lostNote) return this.load(sender);
    const note = this.#problem(sender) ?? this.#lost(sender) ?? this.#lasting;
    const said = note && note.text + note.more;
    if (said !== this.#noted) this.view.note(note); // else it would be read out again
    this.#noted = said;
    return undefined;
  }

  once(text, more) {
    this.#noted = text;
    this.view.note({ kind: "bad", text, more, actions: [] });
  }

  last(text, more, sender) {
    const dismiss = () => {
      this.#lasting = undefined;
      this.show(sender);
    };
    this.#lasting = { kind: "warn", text, more, isCalm: true, actions: [["Dismiss", dismiss]] };
    this.show(sender);
  }

  // What a note says is loaded after the first picture; not reached, it is asked for with the next change.
  async load(sender) {
    Object.assign(this, ...(await Promise.all([import("label/problem-note"), import("label/lost-note")]).catch(() => [])));
    if (this.lostNote) this.show(sender);
  }

  #problem(sender) {
    const [first] = sender.problems;
    return first && this.problemNote({ ...sender.of(first.asset).at(-1), problem: first.problem }, this);
  }

  #lost(sender) {
    const name = this.words[this.#state] ? this.#state : "no-store";
    if (this.#dismissed.has(name) || (sender.stores && name === "no-store")) return undefined;
    return this.lostNote(name, sender, this, () => {
      this.#dismissed.add(name);
      this.#noted = undefined;
      this.view.note();
    });
  }
}

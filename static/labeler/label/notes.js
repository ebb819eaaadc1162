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
    const note = this.#problem(sender) ?? this.#lost(sender) ?? this.#lasting;
    const said = note && note.text + note.more;
    if (said !== this.#noted) this.view.note(note); // else it would be read out again
    this.#noted = said;
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

  #problem(sender) {
    const [first] = sender.problems;
    if (first && this.problemNote) return this.problemNote({ ...sender.of(first.asset).at(-1), problem: first.problem }, this);
    if (first) this.#loadProblemNote(sender);
    return undefined;
  }

  // Seldom needed; not reached, it is asked for with the next change.
  async #loadProblemNote(sender) {
    ({ problemNote: this.problemNote } = await import("label/problem-note").catch(() => ({})));
    if (this.problemNote) this.show(sender);
  }

  #lost({ waiting, stores }) {
    const { words } = this;
    const name = words[this.#state] ? this.#state : "no-store";
    if (this.#dismissed.has(name) || (stores && name === "no-store")) return undefined;
    const stored = waiting === 1 ? words.one : words.many.replace("{n}", waiting);
    const note = { ...words[name], text: words[name].text.replace("{stored}", stored) };
    if (name === "logged-out") return { ...note, actions: [["Sign in", this.signIn]] };
    if (!stores && name !== "no-store") note.text = words["not-stored"];
    const dismiss = () => {
      this.#dismissed.add(name);
      this.#noted = undefined;
      this.view.note();
    };
    return { ...note, isCalm: true, actions: [["Dismiss", dismiss]] };
  }
}

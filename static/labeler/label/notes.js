// The most urgent note: a decision to take, else a lost connection.

import { connectionNote, problemNote } from "label/words";
import { answerOf, newOperation } from "outbox/operations";

export class Notes {
  #state = "saved";
  #dismissed = new Set();
  #noted = "";

  // { view, saved, words, username, describe, decide(asset, operation instead), signIn }
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
    const note = this.#problem(sender) ?? this.#lost(sender);
    const said = note && note.text + note.more;
    if (said !== this.#noted) this.view.note(note); // else it would be read out again
    this.#noted = said;
  }

  once(text, more) {
    this.#noted = text;
    this.view.note({ kind: "bad", text, more, actions: [] });
  }

  #problem(sender) {
    const [first] = sender.problems;
    if (!first) return undefined;
    const { asset, problem } = first;
    const mine = { ...sender.of(asset).at(-1), problem };
    return problemNote({
      mine,
      who: problem.by === this.username ? "You, in another tab," : problem.by,
      did: this.words.did,
      describe: this.describe,
      keep: () => this.decide(asset, null),
      use: () => this.decide(asset, newOperation({ id: asset, revision: problem.present.revision }, answerOf(mine))),
    });
  }

  #lost({ waiting, stores }) {
    const { words } = this;
    const name = words[this.#state] ? this.#state : "no-store";
    if (this.#dismissed.has(name) || (stores && name === "no-store")) return undefined;
    const note = connectionNote(words, name, waiting);
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

// The most urgent note: a decision to take, else a lost connection.

import { get } from "labeler/http";
import { connectionNote, problemNote } from "labeler/notes";
import { answerOf, newOperation } from "labeler/operations";

export class Troubles {
  #state = "saved";
  #dismissed = new Set();
  #authors = new Map(); // op_id -> who was faster
  #noted = "";
  stores = true; // whether this browser keeps answers at all

  // { view, saved, api, notes, username, describe, decide(asset, operation instead) }
  constructor(known) {
    Object.assign(this, known);
  }

  connection(state, sender) {
    this.saved.show(state, sender.waiting, sender.problems.length);
    if (state !== this.#state && state !== "saving") {
      this.#dismissed.delete(this.#state);
      if (state !== "saved") this.view.announce(this.saved.words);
      this.#state = state;
    }
    this.show(sender);
  }

  show(sender) {
    const note = this.#problem(sender) ?? this.#lost(sender) ?? (this.stores ? undefined : this.#calm("no-store", this.notes["no-store"]));
    const said = note ? note.text + note.more : "";
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
      who: problem.kind === "conflict" && this.#who(first, sender),
      did: this.notes.did,
      describe: this.describe,
      keep: () => this.decide(asset, null),
      use: () => this.decide(asset, newOperation({ id: asset, revision: problem.present.revision }, answerOf(mine))),
    });
  }

  // Somebody, until the history has told.
  #who({ op_id, asset }, sender) {
    if (!this.#authors.has(op_id)) {
      this.#authors.set(op_id, "Somebody");
      get(`${this.api}assets/${asset}/history/?limit=1`).then(({ results: [event] }) => {
        this.#authors.set(op_id, event.actor === this.username ? "You, in another tab," : event.actor);
        this.show(sender);
      }).catch(() => {});
    }
    return this.#authors.get(op_id);
  }

  #lost({ waiting }) {
    const note = connectionNote(this.notes, this.#state, waiting);
    if (!note) return undefined;
    if (!this.stores) note.text = this.notes["not-stored"];
    return this.#state === "logged-out" ? { ...note, actions: [["Sign in", () => location.reload()]] } : this.#calm(this.#state, note);
  }

  #calm(name, note) {
    if (this.#dismissed.has(name)) return undefined;
    const dismiss = () => {
      this.#dismissed.add(name);
      this.#noted = "";
      this.view.note();
    };
    return { ...note, isCalm: true, actions: [["Dismiss", dismiss]] };
  }
}

// What was done and what was taken back. Pure.

export class History {
  #done = [];
  #undone = [];

  record(change) {
    this.#done.push(change);
    this.#undone = [];
  }

  // The change to take back now, if there is one.
  undo() {
    return this.#move(this.#done, this.#undone);
  }

  redo() {
    return this.#move(this.#undone, this.#done);
  }

  // Somebody else has the last word on these.
  forget(isGone) {
    this.#done = this.#done.filter((change) => !isGone(change));
    this.#undone = this.#undone.filter((change) => !isGone(change));
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  #move(from, to) {
    const change = from.pop();
    if (change !== undefined) to.push(change);
    return change;
  }
}

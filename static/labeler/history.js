// What was done and what was taken back. Pure: knows nothing of the things that it holds.

export class History {
  #done = [];
  #undone = [];

  record(change) {
    this.#done.push(change);
    this.#undone = [];
  }

  // The change to take back now, or undefined. It can then be redone.
  undo() {
    return this.#move(this.#done, this.#undone);
  }

  redo() {
    return this.#move(this.#undone, this.#done);
  }

  // After this a change can neither be undone nor redone: somebody else has the last word on it.
  forget(isGone) {
    this.#done = this.#done.filter((change) => !isGone(change));
    this.#undone = this.#undone.filter((change) => !isGone(change));
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  #move(from, to) {
    const change = from.pop();
    if (change !== undefined) to.push(change);
    return change;
  }
}

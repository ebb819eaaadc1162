// What was done and what was taken back. Pure.

export class UndoStack {
  #done = [];
  #undone = [];

  record(change) {
    this.#done.push(change);
    this.#undone = [];
  }

  undo = () => this.#move(this.#done, this.#undone);
  redo = () => this.#move(this.#undone, this.#done);

  forget(asset) {
    [this.#done, this.#undone] = [this.#done, this.#undone].map((changes) => changes.filter((one) => one.asset !== asset));
  }

  #move(from, to) {
    const change = from.pop();
    if (change !== undefined) to.push(change);
    return change;
  }
}

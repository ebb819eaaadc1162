// Bulk actions that can be taken back, also after going on to another page: kept in this tab.

const MOST = 20;

export class Steps {
  #done = [];
  #undone = [];

  // `store`: getItem and setItem, as sessionStorage has them.
  constructor(store, name) {
    Object.assign(this, { store, name });
    try {
      ({ done: this.#done, undone: this.#undone } = JSON.parse(store.getItem(name)) ?? { done: [], undone: [] });
    } catch {
      // Forbidden or damaged: it begins anew.
    }
  }

  record(step) {
    this.#done = [...this.#done, step].slice(-MOST);
    this.#undone = [];
    this.save();
  }

  undo() {
    return this.#move(this.#done, this.#undone);
  }

  redo() {
    return this.#move(this.#undone, this.#done);
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  save() {
    try {
      this.store.setItem(this.name, JSON.stringify({ done: this.#done, undone: this.#undone }));
    } catch {
      // Full or forbidden: this page still knows.
    }
  }

  #move(from, to) {
    const step = from.pop();
    if (step) to.push(step);
    this.save();
    return step;
  }
}

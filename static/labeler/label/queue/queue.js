// The queue of the page, filled in time.

import { QueueWindow } from "label/queue/window";

const PAUSE = 3000;

export class Queue extends QueueWindow {
  #loading = null;
  hasFailed = false; // the last attempt to read on
  enough = 12; // images ahead

  // { source, addressOf(id), offset (how many before), total, prepare(asset), onMore, onProblem }
  constructor(known) {
    super();
    Object.assign(this, known);
  }

  get place() {
    return this.offset + this.position + 1;
  }

  get isComplete() {
    return this.source.done && !this.#loading;
  }

  add(assets) {
    this.append(assets.map(this.prepare));
  }

  more() {
    this.#loading ??= this.source.later(this)
      .then((assets) => this.add(assets))
      .catch((problem) => {
        this.hasFailed = true;
        this.add(this.source.spare?.splice(0) ?? []);
        this.onProblem(problem);
        setTimeout(() => this.askAgain(), PAUSE);
      })
      .finally(() => (this.#loading = null));
    return this.#loading;
  }

  async loadAhead() {
    if (this.#loading || this.hasFailed || this.source.done || this.ahead >= (this.source.enough ?? this.enough)) return;
    await this.more();
    const rest = this.loadAhead();
    this.onMore();
    await rest;
  }

  askAgain() {
    this.hasFailed = false;
    if (!this.current) this.source.reopen?.();
    this.onMore();
    return this.loadAhead();
  }

  async stepBack() {
    if (this.position === 0 && !this.source.started) {
      const { length } = this.prepend((await this.source.earlier(this)).map(this.prepare));
      this.offset = Math.max(0, this.offset - length);
    }
    return this.previous();
  }

  // More, with a wish beside.
  async ask(wish) {
    await this.#loading;
    this.source.wish = wish;
    await this.more();
  }

  around(before, after) {
    const ids = super.around(before, after);
    const spare = (this.source.spare ?? []).map(({ id }) => id);
    return { ...ids, after: [...ids.after, ...spare].slice(0, after) };
  }
}

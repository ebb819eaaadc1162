// The queue of this page, filled before its end is reached, and its strip.

import { QueueWindow } from "labeler/queue-window";

const ENOUGH_AHEAD = 12;
const PAUSE = 3000;

export class Queue extends QueueWindow {
  #loading = null;
  hasFailed = false; // the last attempt to read on

  // { source, film, offset, total, prepare, held, onMore }: `offset` of `total` lie before the window, `prepare(asset)`
  // makes what is shown, `held()` have no answer yet.
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
    this.film.add(this.append(assets.map(this.prepare)), "append");
  }

  more() {
    this.#loading ??= this.source.later(this.held())
      .then((assets) => this.add(assets))
      .catch(() => {
        this.hasFailed = true;
        setTimeout(() => this.lookAgain(), PAUSE);
      })
      .finally(() => (this.#loading = null));
    return this.#loading;
  }

  async loadAhead() {
    if (this.#loading || this.hasFailed || this.source.done || this.ahead >= ENOUGH_AHEAD) return;
    await this.more();
    this.onMore();
    await this.loadAhead();
  }

  lookAgain() {
    this.hasFailed = false;
    if (!this.current) this.source.reopen?.();
    this.onMore();
    return this.loadAhead();
  }

  async stepBack() {
    if (this.position === 0 && !this.source.started) {
      const fresh = this.prepend((await this.source.earlier()).map(this.prepare));
      this.film.add(fresh, "prepend");
      this.offset = Math.max(0, this.offset - fresh.length);
    }
    return this.previous();
  }

  async goToFirst() {
    return (!this.source.started && this.#startOver(await this.source.first(), 0)) || this.first();
  }

  async goToLast() {
    if (this.source.last && !this.source.done) {
      const assets = await this.source.last();
      this.#startOver(assets, Math.max(0, this.total - assets.length));
    }
    return this.last();
  }

  #startOver(assets, offset) {
    this.clear();
    this.film.clear();
    this.add(assets);
    this.offset = offset;
    return true;
  }
}

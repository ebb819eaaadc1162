// Where images come from. `done`: nothing follows; `started`: nothing before.

import { post } from "base/http";

const SHARE = 20; // of a window, at most
const ENOUGH = 16; // ahead
const FEW = 3; // where nothing else came
const PATIENCE = 5_000; // ms

// This window's stretch of unlabeled images.
export class ClaimedImages {
  started = true;
  enough = ENOUGH;
  spare = []; // nobody's: for an outage
  wish = {};
  #doneAt;

  // sign(): what the window tells of itself; waiting(): images with answers on their way; onStretch(stretch)
  constructor(api, { sign, waiting, onStretch }) {
    Object.assign(this, { api, sign, waiting, onStretch });
  }

  // As far as is known.
  get done() {
    return this.#doneAt === this.sign().shown;
  }

  async later(queue) {
    const sign = this.sign();
    const ahead = this.spare.length < queue.enough - SHARE ? queue.enough : 0;
    const more = { ...this.wish, waiting: this.waiting(), ahead };
    this.wish = {};
    this.first = null;
    const stretch = await post(`${this.api}queue/`, { ...sign, ...more }, { signal: AbortSignal.timeout(PATIENCE) });
    const { results } = stretch;
    const ids = new Set(results.map(({ id }) => id));
    [this.first] = ids;
    if (ahead) this.spare = stretch.ahead;
    this.spare = this.spare.filter(({ id }) => !ids.has(id));
    const isAll = results.every(({ id }) => queue.get(id));
    this.#doneAt = isAll ? sign.shown : undefined;
    this.enough = isAll ? FEW : ENOUGH;
    this.onStretch(stretch, ids);
    return results;
  }

  reopen() {
    this.#doneAt = undefined;
  }
}

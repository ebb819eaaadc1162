// Where images come from. `done`: nothing follows; `started`: nothing before.

import { get, post } from "base/http";
import { dataIn, fetchPage } from "base/page-data";

const PAGE = 40;
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

// Any other filter, both ways from two cursors; null is an end.
export class ListedImages {
  fetchPage = fetchPage;

  constructor(api, { filter, before, after }) {
    Object.assign(this, { api, filter, before, after });
  }

  get done() {
    return this.after === null;
  }

  get started() {
    return this.before === null;
  }

  later() {
    return this.#page("oldest", "after");
  }

  async earlier() {
    return (await this.#page("newest", "before")).reverse();
  }

  // Goes on where a page at that address starts.
  async openAt(address) {
    const data = dataIn((await this.fetchPage(address)).page);
    if (data.asset) Object.assign(this, { before: data.before, after: data.after });
    return data;
  }

  async #page(sort, side) {
    const cursor = this[side];
    if (cursor === null) return [];
    const query = new URLSearchParams({ sort, limit: PAGE, ...(this.filter !== "all" && { status: this.filter }), ...(cursor && { cursor }) });
    const { results, next } = await get(`${this.api}assets/?${query}`);
    this[side] = next && new URL(next).searchParams.get("cursor");
    return results;
  }
}

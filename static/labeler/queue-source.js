// Where the queue's images come from, a page at a time. Knows the API's lists; knows no page.
//
// `done`: there is nothing after what was read; `started`: there is nothing before it.

import { get } from "labeler/http";

const PAGE = 40;
const MOST_CLAIMED = 200;

// The caller's own stretch of unlabeled images. What is held already comes again, so more are asked for than are held.
export class ClaimedImages {
  #seen = new Set();
  started = true;
  done = false;

  constructor(api, tab) {
    Object.assign(this, { api, tab });
  }

  async later(held) {
    const query = new URLSearchParams({ limit: Math.min(MOST_CLAIMED, held + PAGE), tab: this.tab });
    const { results } = await get(`${this.api}queue/?${query}`);
    const fresh = results.filter(({ id }) => !this.#seen.has(id));
    for (const { id } of fresh) this.#seen.add(id);
    this.done = fresh.length === 0;
    return fresh;
  }

  reopen() {
    this.done = false;
  }
}

// Any other filter, by number, in both directions from `start`, which holds cursors; null is an end.
export class ListedImages {
  constructor(api, filter, start) {
    Object.assign(this, { api, filter, after: start ? start.later : "", before: start ? start.earlier : null });
  }

  get done() {
    return this.after === null;
  }

  get started() {
    return this.before === null;
  }

  async later() {
    const [results, next] = await this.#page("oldest", this.after);
    this.after = next;
    return results;
  }

  async earlier() {
    const [results, next] = await this.#page("newest", this.before);
    this.before = next;
    return results.reverse();
  }

  // The first or last page of the filter; the window starts afresh with it.
  first() {
    this.before = null;
    this.after = "";
    return this.later();
  }

  last() {
    this.before = "";
    this.after = null;
    return this.earlier();
  }

  async #page(sort, cursor) {
    if (cursor === null) return [[], null];
    const query = new URLSearchParams({ sort, limit: PAGE, ...(this.filter !== "all" && { status: this.filter }), ...(cursor && { cursor }) });
    const { results, next } = await get(`${this.api}assets/?${query}`);
    return [results, next && new URL(next).searchParams.get("cursor")];
  }
}

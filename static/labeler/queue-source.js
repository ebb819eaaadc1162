// Where the queue's images come from. `done`: nothing follows what was read; `started`: nothing comes before it.

import { get } from "labeler/http";

const PAGE = 40;
const MOST_CLAIMED = 200;

// This tab's stretch of unlabeled images.
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

// A selection, whole, in its own order.
export class ChosenImages {
  started = true;
  done = false;

  constructor(api, selection) {
    Object.assign(this, { api, selection });
  }

  async later() {
    const { results } = await get(`${this.api}assets/?limit=500&ids=${this.selection}`);
    this.done = true;
    const place = ({ id }) => this.selection.indexOf(id);
    return results.sort((one, other) => place(one) - place(other));
  }
}

// Any other filter, both ways from the cursors `before` and `after`; null is an end.
export class ListedImages {
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

  first() {
    Object.assign(this, { before: null, after: "" });
    return this.later();
  }

  last() {
    Object.assign(this, { before: "", after: null });
    return this.earlier();
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

// Where images come from in a list that claims none, as label/queue/source does where they are claimed.

import { get } from "base/http";
import { dataIn, fetchPage } from "base/page-data";

const PAGE = 40;

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
    return this.#page("after", "next");
  }

  earlier() {
    return this.#page("before", "previous");
  }

  // Goes on where a page at that address starts.
  async openAt(address) {
    const data = dataIn((await this.fetchPage(address)).page);
    if (data.asset) Object.assign(this, { before: data.before, after: data.after });
    return data;
  }

  async #page(side, way) {
    const cursor = this[side];
    if (cursor === null) return [];
    const query = new URLSearchParams({ sort: "place", limit: PAGE, ...(this.filter !== "all" && { status: this.filter }), ...(cursor && { cursor }) });
    const { results, [way]: on } = await get(`${this.api}assets/?${query}`);
    this[side] = on && new URL(on).searchParams.get("cursor");
    return results;
  }
}

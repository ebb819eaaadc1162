// Where images come from in a list that claims none, as label/queue/source does where they are claimed.

import { get } from "base/http";
import { dataIn, fetchPage } from "base/page-data";

const PAGE = 40;
const SOON = 500; // ms: the address changed too often is an error

// Both ways from two cursors; null is an end.
export class ListedImages {
  fetchPage = fetchPage;
  #remembering;

  // `list`: what the API's list of assets is asked for; `address`: of this page; `back`: whose list it is, if a page's.
  constructor(api, { list, address, before, after, back, drained }) {
    Object.assign(this, { api, list, address, before, after });
    if (back) import("label/queue/way-back").then(({ wireWayBack }) => wireWayBack(this, drained)).catch(() => {}); // the link leads there
  }

  get done() {
    return this.after === null;
  }

  get started() {
    return this.before === null;
  }

  later(queue) {
    return this.#page("after", "next", queue);
  }

  earlier(queue) {
    return this.#page("before", "previous", queue);
  }

  // Goes on where a page at that address starts.
  async openAt(address) {
    const data = dataIn((await this.fetchPage(address)).page);
    if (data.asset) Object.assign(this, { before: data.before, after: data.after });
    return data;
  }

  // The same, with the queue of the page. Whether it moved.
  async openIn(queue, where) {
    const { assets, asset, place } = await this.openAt(queue.addressOf(where));
    if (!asset || asset === queue.current?.id) return false;
    queue.clear();
    queue.add(assets);
    queue.offset = place;
    return queue.goTo(asset) || true;
  }

  // For a reload, and for the way back.
  remember(id) {
    this.shown = id;
    clearTimeout(this.#remembering);
    this.#remembering = setTimeout(() => history.replaceState(null, "", `?${this.address}&asset=${id}`), SOON);
  }

  // Of one that was sorted anew no place is known any more, and what is shown may have left it. So all that is not here yet
  // lies ahead, from its start; the queue passes over what it has.
  #page(side, way, queue) {
    return this.#read(side, way).catch((problem) => {
      if (problem.code !== "changed_meanwhile") throw problem;
      Object.assign(this, { before: null, after: "" });
      queue.offset = 0;
      return side === "after" ? this.#read(side, way) : [];
    });
  }

  async #read(side, way) {
    const cursor = this[side];
    if (cursor === null) return [];
    const query = new URLSearchParams({ ...this.list, limit: PAGE, ...(cursor && { cursor }) });
    const { results, [way]: on } = await get(`${this.api}assets/?${query}`);
    this[side] = on && new URL(on).searchParams.get("cursor");
    return results;
  }
}

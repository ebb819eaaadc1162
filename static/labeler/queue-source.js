// Where the queue's images come from, a page at a time. Knows the API's lists; knows no page.

import { get } from "labeler/http";

const PAGE = 40;
const MOST_CLAIMED = 200;

// The caller's own stretch of unlabeled images. What is held already comes again, so more are asked for than are held.
export function claimedImages(api, tab) {
  const seen = new Set();
  let done = false;
  return {
    get done() {
      return done;
    },
    async later(held) {
      const limit = Math.min(MOST_CLAIMED, held + PAGE);
      const { results } = await get(`${api}queue/?${new URLSearchParams({ limit, tab })}`);
      const fresh = results.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      done = fresh.length === 0;
      return fresh;
    },
    earlier: async () => [],
    again() {
      done = false;
    },
  };
}

// Any other filter, by number, from `start` in both directions: `{later, earlier}` are cursors, or null at an end.
export function listedImages(api, status, start) {
  let later = start ? start.later : "";
  let earlier = start ? start.earlier : null;

  async function page(sort, cursor) {
    const query = new URLSearchParams({ sort, limit: PAGE, ...(status && { status }), ...(cursor && { cursor }) });
    const { results, next } = await get(`${api}assets/?${query}`);
    return [results, next && new URL(next).searchParams.get("cursor")];
  }

  return {
    get done() {
      return later === null;
    },
    async later() {
      if (later === null) return [];
      const [results, next] = await page("oldest", later);
      later = next;
      return results;
    },
    async earlier() {
      if (earlier === null) return [];
      const [results, next] = await page("newest", earlier);
      earlier = next;
      return results.reverse();
    },
    // The last page of the filter; the window starts afresh with it.
    async last() {
      const [results, next] = await page("newest", "");
      later = null;
      earlier = next;
      return results.reverse();
    },
    async first() {
      const [results, next] = await page("oldest", "");
      earlier = null;
      later = next;
      return results;
    },
    again() {},
  };
}

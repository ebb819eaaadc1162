// Pictures ready before they are needed: the next ones fetched, the nearest ones decoded, so that showing one is
// swapping a node in. Knows images; knows no page.

const FETCH_AHEAD = 8;
const DECODE_AHEAD = 5;
const KEEP_BEHIND = 2;

export const REACH = { before: KEEP_BEHIND, after: FETCH_AHEAD };

export class Pictures {
  #slots = new Map(); // asset id -> { image, decoded: promise, state }

  constructor(urlOf) {
    this.urlOf = urlOf;
  }

  // The decoded node of this asset, if it is there already.
  ready(id) {
    const slot = this.#slots.get(id);
    return slot?.state === "decoded" ? slot.image : undefined;
  }

  // Resolves with the decoded node; rejects when the picture cannot be had. Asking again after that tries again.
  picture(id) {
    const slot = this.#slots.get(id);
    if (slot?.state === "failed") this.#slots.delete(id);
    return this.#decode(id, "high");
  }

  // Forget what is out of reach, then get what is in it, nearest first. `before` and `after` come nearest first.
  keepAround(current, { before, after }) {
    const wanted = new Set([current, ...before, ...after]);
    for (const id of this.#slots.keys()) if (!wanted.has(id)) this.#slots.delete(id);
    for (const id of after.slice(0, DECODE_AHEAD)) this.#decode(id).catch(() => {});
    for (const id of before) this.#decode(id).catch(() => {});
    for (const id of after.slice(DECODE_AHEAD)) this.#fetch(id);
  }

  #fetch(id, priority = "low") {
    let slot = this.#slots.get(id);
    if (!slot) {
      const image = new Image();
      image.fetchPriority = priority;
      image.src = this.urlOf(id);
      slot = { image, state: "fetching" };
      this.#slots.set(id, slot);
    }
    return slot;
  }

  #decode(id, priority = "auto") {
    const slot = this.#fetch(id, priority);
    slot.decoded ??= slot.image.decode().then(
      () => {
        slot.state = "decoded";
        return slot.image;
      },
      (problem) => {
        slot.state = "failed";
        throw problem;
      },
    );
    return slot.decoded;
  }
}

// Pictures ready before they are needed: showing one swaps a decoded node in.

const DECODED_AFTER = 5;

export class Pictures {
  #slots = new Map(); // asset id -> { image, decoding: promise, state }

  constructor(api) {
    this.api = api;
  }

  // If it is decoded.
  ready(id) {
    const slot = this.#slots.get(id);
    return slot?.state === "decoded" ? slot.image : undefined;
  }

  picture(id) {
    if (this.#slots.get(id)?.state === "failed") this.#slots.delete(id);
    return this.#decode(id, "high");
  }

  keepAround(current, { before, after }) {
    const wanted = new Set([current, ...before, ...after]);
    for (const [id, { state }] of this.#slots) {
      if (!wanted.has(id) || (state === "failed" && id !== current)) this.#slots.delete(id);
    }
    for (const id of [...after.slice(0, DECODED_AFTER), ...before]) this.#decode(id).catch(() => {});
    for (const id of after.slice(DECODED_AFTER)) this.#fetch(id, "low");
  }

  #fetch(id, fetchPriority) {
    if (!this.#slots.has(id)) {
      const src = `${this.api}assets/${id}/display`;
      const image = Object.assign(new Image(), { fetchPriority, draggable: false, src });
      this.#slots.set(id, { image, state: "fetching" });
    }
    return this.#slots.get(id);
  }

  #decode(id, fetchPriority = "auto") {
    const slot = this.#fetch(id, fetchPriority);
    slot.decoding ??= slot.image.decode().then(
      () => {
        slot.state = "decoded";
        return slot.image;
      },
      (problem) => {
        slot.state = "failed";
        throw problem;
      },
    );
    return slot.decoding;
  }
}

// Pictures ready before they are needed: showing one swaps a decoded node in.

const DECODED_AFTER = 5; // the further ones are for when the network is gone

export class Pictures {
  #images = new Map(); // by asset id

  constructor(api) {
    this.api = api;
  }

  ready(id) {
    const image = this.#images.get(id);
    return image?.isDecoded && image;
  }

  picture(id) {
    return this.#decode(id, "high");
  }

  keepAround(current, { before, after }) {
    const wanted = new Set([current, ...before, ...after]);
    for (const id of this.#images.keys()) if (!wanted.has(id)) this.#images.delete(id);
    for (const id of [...after.slice(0, DECODED_AFTER), ...before]) this.#decode(id).catch(() => {});
    for (const id of after.slice(DECODED_AFTER)) this.#fetch(id, "low");
  }

  #fetch(id, fetchPriority) {
    const src = `${this.api}assets/${id}/display`;
    const image = this.#images.get(id) ?? Object.assign(new Image(), { fetchPriority, draggable: false, src });
    this.#images.set(id, image);
    return image;
  }

  #decode(id, fetchPriority = "auto") {
    const image = this.#fetch(id, fetchPriority);
    image.whenDecoded ??= image.decode().then(
      () => Object.assign(image, { isDecoded: true }),
      (problem) => {
        this.#images.delete(id); // for the next try
        throw problem;
      },
    );
    return image.whenDecoded;
  }
}

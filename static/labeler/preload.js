// Pictures ready before they are needed: showing one swaps a decoded node in.

const DECODED_AFTER = 5; // the further ones are for when the network is gone
const AT_ONCE = 2; // of those: they crowd nothing out

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
    return this.#decode(id);
  }

  keepAround(current, { before, after }) {
    const wanted = new Set([current, ...before, ...after]);
    for (const id of this.#images.keys()) if (!wanted.has(id)) this.#images.delete(id);
    for (const id of [...after.slice(0, DECODED_AFTER), ...before]) this.#decode(id).catch(() => {});
    const far = after.filter((id) => !this.#images.has(id));
    for (const id of far.slice(0, AT_ONCE)) this.#fetch(id);
  }

  #fetch(id) {
    const src = `${this.api}assets/${id}/display`;
    const image = this.#images.get(id) ?? Object.assign(new Image(), { draggable: false, src });
    this.#images.set(id, image);
    return image;
  }

  #decode(id) {
    const image = this.#fetch(id);
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

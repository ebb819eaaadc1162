// Pictures ready before they are needed: showing one swaps a decoded node in.

const DECODED_AFTER = 5; // the further ones are for when the network is gone

// Behind the address of a rendition: a deep picture has one for each way to show it.
export const ending = ({ shown }) => (shown ? `-${shown.recipe}` : "");

export class Pictures {
  #images = new Map(); // by asset id
  #endings = new Map(); // by id
  #after = [];

  constructor(api) {
    this.api = api;
  }

  know(asset) {
    this.#endings.set(asset.id, ending(asset));
    return asset;
  }

  ready(id) {
    const image = this.#images.get(id);
    return image?.isDecoded && image;
  }

  keepAround(current, { before, after }) {
    const wanted = new Set([current, ...before, ...after]);
    for (const id of this.#images.keys()) if (!wanted.has(id)) this.#images.delete(id);
    for (const id of [...after.slice(0, DECODED_AFTER), ...before]) this.picture(id).catch(() => {});
    this.#after = after;
    this.#goOn();
  }

  // One by one, while nothing nearer is on its way.
  #goOn() {
    const far = this.#after.find((id) => !this.#images.has(id));
    if (far && [...this.#images.values()].every(({ complete }) => complete)) this.#fetch(far);
  }

  #fetch(id) {
    const src = `${this.api}assets/${id}/display${this.#endings.get(id) ?? ""}`;
    if (!this.#images.has(id)) this.#images.set(id, Object.assign(new Image(), { draggable: false, src, onload: () => this.#goOn() }));
    return this.#images.get(id);
  }

  picture(id) {
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

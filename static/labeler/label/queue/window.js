// The stretch of the queue that is here, then the end. Pure.

export class QueueWindow {
  #known = new Map();
  items = [];
  position = 0;

  get current() {
    return this.items[this.position];
  }

  get ahead() {
    return Math.max(0, this.items.length - this.position - 1);
  }

  get unlabeled() {
    return this.items.filter(isUnlabeled).length;
  }

  get(id) {
    return this.#known.get(id);
  }

  append(assets) {
    const fresh = this.#fresh(assets);
    this.items.push(...fresh);
    return fresh;
  }

  prepend(assets) {
    const fresh = this.#fresh(assets);
    this.items.unshift(...fresh);
    this.position += fresh.length;
    return fresh;
  }

  // Beside the current one: after it, or with -1 before it.
  insert(asset, step) {
    this.items.splice(this.position + (step > 0), 0, ...this.#fresh([asset]));
    if (step < 0) this.position += 1;
  }

  // Not reached, not answered, not among these: somebody else's. At the end what was passed, too.
  retain(ids) {
    const { current, position } = this;
    const stays = (asset, place) => (current && place <= position) || !isUnlabeled(asset) || ids.has(asset.id);
    for (const asset of this.items.filter((...item) => !stays(...item))) this.#known.delete(asset.id);
    this.items = this.items.filter(stays);
    if (!current) this.end();
  }

  clear() {
    this.#known.clear();
    this.items = [];
    this.position = 0;
  }

  patch(id, changes) {
    Object.assign(this.#known.get(id) ?? {}, changes);
  }

  // Moves answer whether there was one.
  goTo(id) {
    return this.#move(this.items.findIndex((asset) => asset.id === id));
  }

  next = () => this.#move(Math.min(this.position + 1, this.items.length));
  previous = () => this.#move(this.position - 1);
  first = () => this.#move(0);
  last = () => this.#move(this.items.length - 1);
  end = () => this.#move(this.items.length);

  nextUnlabeled() {
    return this.#move(this.items.findIndex((asset, place) => place > this.position && isUnlabeled(asset)));
  }

  firstUnlabeled() {
    return this.#move(this.items.slice(0, this.position).findIndex(isUnlabeled));
  }

  // Ids on both sides, nearest first.
  around(before, after) {
    const ids = (from, to) => this.items.slice(Math.max(0, from), to).map(({ id }) => id);
    const { position } = this;
    return { before: ids(position - before, position).reverse(), after: ids(position + 1, position + 1 + after) };
  }

  #fresh(assets) {
    const fresh = assets.filter((asset) => !this.#known.has(asset.id));
    for (const asset of fresh) this.#known.set(asset.id, asset);
    return fresh;
  }

  #move(place) {
    if (place < 0 || place === this.position) return false;
    this.position = place;
    return true;
  }
}

const isUnlabeled = ({ status }) => status === "unlabeled";

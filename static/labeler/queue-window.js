// The stretch of the queue that the page holds, a snapshot. Pure. The place after the last one is the end.

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

  // Answers the new ones.
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

  next() {
    return this.#move(Math.min(this.position + 1, this.items.length));
  }

  previous() {
    return this.#move(this.position - 1);
  }

  first() {
    return this.#move(0);
  }

  last() {
    return this.#move(this.items.length - 1);
  }

  end() {
    return this.#move(this.items.length);
  }

  nextUnlabeled() {
    const after = this.items.findIndex((asset, place) => place > this.position && isUnlabeled(asset));
    return this.#move(after >= 0 ? after : this.items.slice(0, this.position).findIndex(isUnlabeled));
  }

  // The next frame of the same video, or the one before.
  toFrame(step) {
    const from = this.current?.provenance;
    const ahead = ({ provenance }) => (provenance.frame_index - from?.frame_index) * step;
    const frames = this.items.filter((asset) => asset.provenance.video_id === from?.video_id && ahead(asset) > 0);
    return this.goTo(frames.sort((one, other) => ahead(one) - ahead(other))[0]?.id);
  }

  // Ids on both sides, nearest first.
  around(before = 2, after = 8) {
    const ids = this.items.slice(Math.max(0, this.position - before), this.position + after + 1).map(({ id }) => id);
    const here = Math.min(before, this.position);
    return { before: ids.slice(0, here).reverse(), after: ids.slice(here + 1) };
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

function isUnlabeled({ status }) {
  return status === "unlabeled";
}

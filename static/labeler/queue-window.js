// The stretch of the queue that the page holds: which image is shown, what lies around it. Pure: no page, no network.
//
// It is a snapshot of the filter: an image that was answered stays in its place. The place after the last one is the end.

export class QueueWindow {
  #items = [];
  #known = new Map();
  #at = 0;

  get items() {
    return this.#items;
  }

  get position() {
    return this.#at;
  }

  get current() {
    return this.#items[this.#at];
  }

  get ahead() {
    return Math.max(0, this.#items.length - this.#at - 1);
  }

  get unlabeled() {
    return this.#items.filter(isUnlabeled).length;
  }

  get(id) {
    return this.#known.get(id);
  }

  // Images that are here already keep their place and their state. Answers with those that are new.
  append(assets) {
    const fresh = this.#fresh(assets);
    this.#items.push(...fresh);
    return fresh;
  }

  prepend(assets) {
    const fresh = this.#fresh(assets);
    this.#items.unshift(...fresh);
    this.#at += fresh.length;
    return fresh;
  }

  clear() {
    this.#items = [];
    this.#known.clear();
    this.#at = 0;
  }

  // The asset with these changes; what is not in the window is left alone.
  patch(id, changes) {
    const asset = this.#known.get(id);
    if (asset) Object.assign(asset, changes);
    return asset;
  }

  goTo(id) {
    return this.#move(this.#items.findIndex((asset) => asset.id === id));
  }

  // One step past the last image is the end, where there is no current one.
  next() {
    return this.#at < this.#items.length && this.#move(this.#at + 1);
  }

  previous() {
    return this.#move(this.#at - 1);
  }

  first() {
    return this.#items.length > 0 && this.#move(0);
  }

  last() {
    return this.#move(this.#items.length - 1);
  }

  // The next unlabeled image after this one, else the first before it.
  nextUnlabeled() {
    const after = this.#items.findIndex((asset, place) => place > this.#at && isUnlabeled(asset));
    return this.#move(after >= 0 ? after : this.#items.slice(0, this.#at).findIndex(isUnlabeled));
  }

  // From `before` places ahead of the current image to `after` places behind it, without the current one.
  around(before, after) {
    return {
      before: this.#items.slice(Math.max(0, this.#at - before), this.#at).reverse(),
      after: this.#items.slice(this.#at + 1, this.#at + 1 + after),
    };
  }

  #fresh(assets) {
    const fresh = assets.filter((asset) => !this.#known.has(asset.id));
    for (const asset of fresh) this.#known.set(asset.id, asset);
    return fresh;
  }

  #move(place) {
    if (place < 0 || place === this.#at) return false;
    this.#at = place;
    return true;
  }
}

function isUnlabeled(asset) {
  return asset.status === "unlabeled";
}

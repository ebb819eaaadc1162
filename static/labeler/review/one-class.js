// One class at a time: every image is right until it is unselected. Pure: images are their places, from 0.

export class OneClass {
  #decided;
  #isApproved; // the right ones are approved: what is left is chosen among as usual

  constructor(count, { decided = [], isApproved = false } = {}) {
    this.count = count;
    this.restore({ decided, isApproved });
  }

  get state() {
    return { decided: [...this.#decided], isApproved: this.#isApproved };
  }

  restore({ decided, isApproved }) {
    this.#decided = new Set(decided);
    this.#isApproved = isApproved;
  }

  // Not decided yet.
  get left() {
    return [...Array(this.count).keys()].filter((place) => !this.#decided.has(place));
  }

  // Those that were unselected, while the others still wait for their approval.
  wrong(selected) {
    const right = new Set(selected);
    return this.#isApproved ? [] : this.left.filter((place) => !right.has(place));
  }

  // Which images an action is for: approval for the right ones; anything else for the wrong ones, while it approves
  // (`approved`) the right ones; or for the one in focus when none is wrong. Once the right ones are approved, for what
  // is selected.
  placesFor(isApproval, selected, focus) {
    const wrong = isApproval ? [] : this.wrong(selected);
    if (wrong.length) return { places: wrong, approved: selected };
    const isForFocus = !selected.length || (!isApproval && !this.#isApproved);
    return { places: isForFocus ? [focus] : selected, approved: [] };
  }

  // These are decided; answers what is selected then.
  decide(places, isApproval, selected) {
    for (const place of places) this.#decided.add(place);
    this.#isApproved ||= isApproval;
    return this.#isApproved ? this.left : selected.filter((place) => !this.#decided.has(place));
  }
}

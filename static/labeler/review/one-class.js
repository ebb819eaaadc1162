// One class at a time: every image is right until it is unselected. Pure: images are their places, from 0. What the page
// has selected for somebody is only acted on where it is `known`: seen, or chosen by a hand.

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
  // (`approved`) the right ones; or for the one in focus when none is wrong (`isForFocus`). Once the right ones are
  // approved, for what is selected.
  placesFor(isApproval, selected, focus, isKnown) {
    const wrong = isApproval ? [] : this.wrong(selected);
    if (wrong.length) return { places: wrong.filter(isKnown), approved: selected.filter(isKnown) };
    const isForFocus = !selected.length || (!isApproval && !this.#isApproved);
    return { places: isForFocus ? [focus] : selected.filter(isKnown), approved: [], isForFocus };
  }

  // These are decided, and with `isApproved` all right ones had their approval; answers what is selected then.
  decide(places, isApproved, selected) {
    for (const place of places) this.#decided.add(place);
    this.#isApproved ||= isApproved;
    return this.#isApproved ? this.left : selected.filter((place) => !this.#decided.has(place));
  }
}

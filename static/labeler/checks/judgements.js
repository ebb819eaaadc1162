// What was judged of the drawn images, and what the server does not know yet. Pure.

export class Judgements {
  #items;
  #unsent = new Map(); // asset -> right
  #order = []; // places, as they were judged

  constructor(items) {
    this.#items = items;
  }

  get size() {
    return this.#items.length;
  }

  get judged() {
    return this.#items.filter(({ right }) => right !== null).length;
  }

  get wrong() {
    return this.#items.filter(({ right }) => right === false).length;
  }

  get firstOpen() {
    return this.openAfter(-1);
  }

  // The next place without a judgement, from the start again at the end; undefined when there is none.
  openAfter(place) {
    const isOpen = (each) => this.#items[each].right === null;
    const places = [...this.#items.keys()];
    return places.slice(place + 1).find(isOpen) ?? places.slice(0, place + 1).find(isOpen);
  }

  judge(place, right) {
    this.#set(place, right);
    this.#order.push(place);
  }

  // Takes the last judgement back; its place, or undefined when there is none.
  undo() {
    const place = this.#order.pop();
    if (place !== undefined) this.#set(place, null);
    return place;
  }

  get unsent() {
    return [...this.#unsent].map(([asset, right]) => ({ asset, right }));
  }

  // The server has these; one that was judged anew meanwhile stays.
  sent(some) {
    for (const { asset, right } of some) {
      if (this.#unsent.get(asset) === right) this.#unsent.delete(asset);
    }
  }

  #set(place, right) {
    this.#items[place].right = right;
    this.#unsent.set(this.#items[place].asset, right);
  }
}

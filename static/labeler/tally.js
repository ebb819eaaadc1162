// How many images are in each state and category. Pure.

export class Tally {
  #statuses;
  #categories = {};
  moves = 0; // since the server counted

  // `filters`: the states that each filter shows.
  constructor(statuses, filters) {
    this.#statuses = { ...statuses };
    this.filters = filters;
  }

  take({ by_status, by_category }) {
    this.#statuses = { ...by_status };
    this.#categories = { ...by_category };
    this.moves = 0;
  }

  move(before, after) {
    this.moves += 1;
    for (const [{ status, category_ids }, number] of [[before, -1], [after, 1]]) {
      this.#statuses[status] += number;
      for (const id of category_ids) if (id in this.#categories) this.#categories[id] += number;
    }
  }

  inFilter(name) {
    const statuses = this.filters[name] ?? Object.keys(this.#statuses);
    return statuses.reduce((total, status) => total + this.#statuses[status], 0);
  }

  // At first undefined.
  ofCategory(id) {
    return this.#categories[id];
  }
}

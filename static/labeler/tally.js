// How many images are in each state and category, moved along with each answer. Pure. The server's own count replaces
// it from time to time: these numbers are only as old as the last one.

export class Tally {
  #statuses;
  #categories = {};

  // `filters`: the states that each filter shows.
  constructor(statuses, filters) {
    this.#statuses = { ...statuses };
    this.filters = filters;
  }

  take({ by_status, by_category }) {
    this.#statuses = { ...by_status };
    this.#categories = { ...by_category };
  }

  move(before, after) {
    this.#statuses[before.status] -= 1;
    this.#statuses[after.status] += 1;
    for (const id of before.category_ids) this.#categories[id] -= 1;
    for (const id of after.category_ids) this.#categories[id] += 1;
  }

  // All of them under a name that is no filter.
  inFilter(name) {
    return sum((this.filters[name] ?? Object.keys(this.#statuses)).map((status) => this.#statuses[status]));
  }

  ofCategory(id) {
    return this.#categories[id];
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

// How many images are in each state and category. Pure.

export class Tally {
  // `filters`: the states that each filter shows.
  constructor(by_status, filters) {
    this.filters = filters;
    this.take({ by_status, by_category: {} });
  }

  // `moves`: answers since the server counted.
  take({ by_status, by_category }) {
    Object.assign(this, { by_status: { ...by_status }, by_category: { ...by_category }, moves: 0 });
  }

  move(before, after) {
    this.moves += 1;
    for (const [{ status, category_ids }, number] of [[before, -1], [after, 1]]) {
      this.by_status[status] += number;
      for (const id of category_ids) if (id in this.by_category) this.by_category[id] += number;
    }
  }

  inFilter(name) {
    const statuses = this.filters[name] ?? Object.keys(this.by_status);
    return statuses.reduce((total, status) => total + this.by_status[status], 0);
  }

  ofCategory(id) {
    return this.by_category[id];
  }
}

// The rows of a form that Django reads by number. Rows that are saved keep theirs wherever they stand; those of new ones
// follow without a gap.

export function createRows(table, prefix) {
  const body = table.tBodies[0];
  const template = body.querySelector("template");
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const saved = Number(document.getElementById(`id_${prefix}-INITIAL_FORMS`).value);

  const list = () => [...body.rows];

  function add() {
    const row = template.content.firstElementChild.cloneNode(true);
    renumber(row, "__prefix__", total.value);
    body.insertBefore(row, template);
    total.value = Number(total.value) + 1;
    return row;
  }

  function remove(row) {
    row.remove();
    const fresh = list().filter((each) => numberOf(each) >= saved).sort((a, b) => numberOf(a) - numberOf(b));
    fresh.forEach((each, at) => renumber(each, numberOf(each), saved + at));
    total.value = saved + fresh.length;
  }

  // As they are placed; who has no place yet stays at the end.
  function sort() {
    const placeOf = (row) => Number(field(row, "position")?.value || 1e9);
    arrange(list().sort((a, b) => placeOf(a) - placeOf(b)));
  }

  function arrange(sorted) {
    for (const row of sorted) body.insertBefore(row, template);
  }

  // By one place, where there is one.
  function step(row, by) {
    const listed = list();
    const other = listed[listed.indexOf(row) + by];
    if (other) (by < 0 ? other.before(row) : other.after(row));
  }

  function numberOf(row) {
    return Number(field(row, "name").name.slice(prefix.length + 1).split("-")[0]);
  }

  function renumber(row, from, to) {
    for (const element of row.querySelectorAll("[name], [id]")) {
      for (const attribute of ["name", "id"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(`${prefix}-${from}-`, `${prefix}-${to}-`));
      }
    }
  }

  const nameOf = (row) => field(row, "name").value || "The new category";

  return { list, add, remove, sort, arrange, step, nameOf };
}

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

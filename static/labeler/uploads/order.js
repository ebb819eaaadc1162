// The order in which people count: img9 before img10. Folders first, then the names in each. Pure.

const numbers = new Intl.Collator("en", { numeric: true });

// A copy of the list of {folder, name}. Names that count as equal, as img1 and img01, have an order too.
export function inOrder(list) {
  const within = grouped(list);
  const folders = [...within.keys()].sort((one, other) => comparePaths(one.split("/"), other.split("/")));
  return folders.flatMap((folder) => within.get(folder).sort((one, other) => compare(one.name, other.name)));
}

function comparePaths(one, other) {
  for (let depth = 0; depth < Math.min(one.length, other.length); depth += 1) {
    const order = compare(one[depth], other[depth]);
    if (order) return order;
  }
  return one.length - other.length;
}

const compare = (one, other) => numbers.compare(one, other) || Number(one > other) - Number(one < other);

function grouped(list) {
  const groups = new Map();
  for (const each of list) {
    if (!groups.has(each.folder)) groups.set(each.folder, []);
    groups.get(each.folder).push(each);
  }
  return groups;
}

// What two people made of one answer, put together: as in annotations/task_types/merging.py, which tells the law.

export function mergeSets(base, mine, theirs) {
  const [before, one, other] = [base, mine, theirs].map((ids) => new Set(ids));
  const isThere = (id) => (one.has(id) && other.has(id)) || ((one.has(id) || other.has(id)) && !before.has(id));
  return [...new Set([...mine, ...theirs])].filter(isThere).sort((a, b) => a - b);
}

// { objects, conflicts }: the ids of those that both changed, each in its way; these stay as they were.
export function mergeObjects(base, mine, theirs) {
  const [before, one, other] = [base, mine, theirs].map((objects) => new Map(objects.map((each) => [each.id, each])));
  const news = [...new Set([...one.keys(), ...other.keys()])].filter((id) => !before.has(id)).sort();
  const objects = [];
  const conflicts = [];
  for (const id of [...before.keys(), ...news]) {
    const [was, here, there] = [before, one, other].map((each) => each.get(id));
    let now = same(here, was) ? there : here;
    if (!same(was, here) && !same(was, there) && !same(here, there)) {
      conflicts.push(id);
      now = was;
    }
    if (now) objects.push(now);
  }
  return { objects, conflicts: conflicts.sort() };
}

// As JSON: the order of names does not matter.
function same(one, other) {
  if (Object(one) !== one || Object(other) !== other) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}

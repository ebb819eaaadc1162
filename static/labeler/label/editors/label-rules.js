// Rules between the classes of an image: as in projects/rules/label_rules.py, which tells the laws.

// From { id, parent_id, exclusive_group } of each category, as the API tells them.
export function rulesOf(categories) {
  const groups = categories.filter((one) => one.exclusive_group);
  return { parents: new Map(categories.map((one) => [one.id, one.parent_id])), groups: new Map(groups.map((one) => [one.id, one.exclusive_group])) };
}

export const completed = (ids, rules) => sorted(ids.flatMap((id) => line(id, rules)));

export function choose(ids, id, rules) {
  const { groups } = rules;
  const chosen = line(id, rules);
  const taken = new Set(chosen.filter((one) => groups.has(one)).map((one) => groups.get(one)));
  const replaced = (one) => taken.has(groups.get(one)) && !chosen.includes(one);
  return sorted([...without(ids, replaced, rules), ...chosen]);
}

export const remove = (ids, id, rules) => without(ids, (one) => one === id, rules);

// What of a set breaks a rule: [child, parent] without the parent, and those of one group.
export function broken(ids, rules, unknown = []) {
  const { parents, groups } = rules;
  const there = new Set([...ids, ...unknown]);
  const present = sorted(ids);
  const implies = present.map((id) => [id, parents.get(id)]).filter(([, parent]) => parent && !there.has(parent));
  const names = new Set(present.map((id) => groups.get(id)).filter(Boolean));
  const exclusive = [...names].map((name) => present.filter((id) => groups.get(id) === name)).filter((some) => some.length > 1);
  return { implies, exclusive };
}

function line(id, { parents }) {
  const above = new Set();
  for (let here = id; here && !above.has(here); here = parents.get(here)) above.add(here);
  return [...above];
}

const without = (ids, isGone, rules) => completed(ids, rules).filter((id) => !line(id, rules).some(isGone));
const sorted = (ids) => [...new Set(ids)].sort((one, other) => one - other);

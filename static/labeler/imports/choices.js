// What somebody chooses of a file that was looked at, and what would happen then. Pure.

export const NEW = "new";
export const LEAVE_OUT = "leave_out";

const ASKED = new Set(["unknown", "retired"]);

export const needsSomebody = ({ how }) => ASKED.has(how);

// What stands there before anybody chose. Of what nobody knows, a class is made by itself only for a project that has none.
export function beforehand(found, { mayMake, isFirst }) {
  if (found.category !== null) return found.category;
  if (found.how === "new") return NEW;
  if (found.near !== null) return found.near;
  return needsSomebody(found) && isFirst && mayMake && !found.not_new ? NEW : LEAVE_OUT;
}

// The choice for each class of the file, by its name.
export const allBeforehand = (classes, how) => new Map(classes.map((found) => [found.name, beforehand(found, how)]));

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// `free`: images without an answer that get one; `other`: those that have another answer here; `already`: those that have
// this one; `made`: names of the categories that are made; `leftOut`: images whose class is left out.
// `rest`: the sums of classes that are not told one by one.
export function outcome(classes, chosen, skips = {}, rest = { free: 0, other: 0, already: 0 }) {
  const found = { free: (skips.to_set ?? 0) + rest.free, other: (skips.kept ?? 0) + rest.other, already: (skips.already_so ?? 0) + rest.already, leftOut: 0, made: [] };
  for (const { name, free, answered } of classes) {
    const to = chosen.get(name);
    const others = sum(Object.values(answered));
    const same = answered[to] ?? 0;
    if (to === LEAVE_OUT) found.leftOut += free + others;
    else {
      found.free += free;
      found.already += same;
      found.other += others - same;
      if (to === NEW) found.made.push(name);
    }
  }
  return found;
}

// What is told to the server: what it does not find by itself.
export function decisions(classes, chosen) {
  const said = classes.filter((found) => needsSomebody(found) || found.how === "chosen" || chosen.get(found.name) !== found.category);
  return Object.fromEntries(said.map(({ name }) => [name, chosen.get(name)]));
}

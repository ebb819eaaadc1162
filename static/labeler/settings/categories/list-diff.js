// What a pasted list would change: which lines are new, which are here, which are nearly so, and which can be none. Pure.

import { Taken, isWanted } from "parts/category-lines";

// `lines` as `parse` reads them, `here`: {id, name, active} of every category. {fresh, near, known, bad} of {line, words, twin?}.
export function diff(lines, here) {
  const taken = new Taken();
  for (const category of here) taken.add(category.name, category);
  const found = { fresh: [], near: [], known: [], bad: [] };
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  for (const line of lines) {
    const [kind, words] = judge(line, taken, byNumber);
    found[kind].push({ line, words });
  }
  return found;
}

function judge(line, taken, byNumber) {
  if (line.problem) return ["bad", `Line ${line.number}: ${line.problem}`];
  if (!isWanted(line)) return ["known", `${line.name}: the same as line ${line.sameAs}`];
  const { like, owner } = taken.like(line.name) ?? {};
  const retired = owner?.active ? "" : ", which was retired";
  if (like === "same") return ["known", owner.active ? `${owner.name}: here already` : `${owner.name}: was retired. Restore it from the list of retired ones.`];
  if (like === "width") return ["bad", `Line ${line.number}: “${line.name}” differs from “${owner.name}”${retired} only in the width of its characters.`];
  if (like === "near") return ["near", `“${line.name}” is like “${owner.name}”${retired}: same class?`];
  if (line.near) return ["near", `“${line.name}” is like “${byNumber.get(line.near).name}” in line ${line.near}: same class?`];
  return ["fresh", line.name];
}

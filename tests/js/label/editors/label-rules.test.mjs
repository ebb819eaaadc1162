import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import "../../bare-names.mjs";

const { broken, choose, completed, remove, rulesOf } = await import("label/editors/label-rules");

const CASES = JSON.parse(readFileSync(new URL("../../../label_rules.json", import.meta.url), "utf8"));

const DOES = {
  completed: ({ ids }, rules) => completed(ids, rules),
  choose: ({ ids, id }, rules) => choose(ids, id, rules),
  remove: ({ ids, id }, rules) => remove(ids, id, rules),
  broken: ({ ids, unknown }, rules) => broken(ids, rules, unknown),
};

test("a set changes as on the server", () => {
  for (const one of CASES) {
    const rules = { parents: new Map(one.parents), groups: new Map(one.groups) };
    assert.deepEqual(DOES[one.does](one, rules), one.result, one.about);
  }
});

test("rules are read from what the API tells of categories", () => {
  const rules = rulesOf([
    { id: 1, parent_id: null, exclusive_group: "" },
    { id: 2, parent_id: 1, exclusive_group: "Kind" },
    { id: 3, parent_id: 1, exclusive_group: "Kind" },
  ]);
  assert.deepEqual(choose([2], 3, rules), [1, 3]);
  assert.deepEqual(remove([1, 3], 1, rules), []);
});

test("where there are no rules, a class comes and goes alone", () => {
  const rules = rulesOf([{ id: 1 }, { id: 2 }]);
  assert.deepEqual(choose([2], 1, rules), [1, 2]);
  assert.deepEqual(remove([1, 2], 1, rules), [2]);
});

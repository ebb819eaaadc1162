import { test } from "node:test";
import assert from "node:assert/strict";
import "../../bare-names.mjs";

const { parse } = await import("../../../../static/labeler/parts/category-lines.js");
const { diff } = await import("../../../../static/labeler/settings/categories/list-diff.js");

const HERE = [
  { id: 1, name: "Coat", active: true },
  { id: 2, name: "m2", active: true },
  { id: 3, name: "Belt", active: false },
];

const words = (text) => Object.fromEntries(Object.entries(diff(parse(text), HERE)).map(([kind, items]) => [kind, items.map((item) => item.words)]));

test("what a list would change is told line by line", () => {
  assert.deepEqual(words("Scarf\nCOAT\nscarf\nm²\nｍ２\nbelt\nBelt²\n=1\nBelt2"), {
    fresh: ["Scarf", "Belt²"],
    near: ["“m²” is like “m2”: same class?", "“Belt2” is like “Belt²” in line 7: same class?"],
    known: ["Coat: here already", "scarf: the same as line 1", "Belt: was retired. Restore it from the list of retired ones."],
    bad: [
      "Line 5: “ｍ２” differs from “m2” only in the width of its characters.",
      "Line 8: A spreadsheet would take “=1” for a formula and run it. Give the category a name that does not begin with = + - or @.",
    ],
  });
});

test("an empty list changes nothing", () => {
  assert.deepEqual(words("\n \n"), { fresh: [], near: [], known: [], bad: [] });
});

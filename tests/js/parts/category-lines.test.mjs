import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import "../bare-names.mjs";

const { MOST, Taken, isWanted, parse } = await import("../../../static/labeler/parts/category-lines.js");

const CASES = JSON.parse(readFileSync(new URL("../../category_lines.json", import.meta.url), "utf8"));

test("a list is read as the server reads it", () => {
  for (const { text, lines } of CASES) {
    assert.deepEqual(parse(text), lines.map(({ same_as: sameAs, ...line }) => ({ ...line, sameAs })), JSON.stringify(text));
  }
});

test("a line stands for a category of its own when nothing is wrong with it, and none before says the same", () => {
  assert.deepEqual(parse("Coat\ncoat\n=Coat\nCoat²\nCoat2").map(isWanted), [true, false, false, true, true]);
});

test("a list ends at the most that a project may take at once", () => {
  const lines = parse(Array.from({ length: MOST + 1 }, (_, place) => `c${place}`).join("\n"));
  assert.deepEqual(lines.filter((line) => !isWanted(line)).map(({ number, problem }) => [number, problem]), [[MOST + 1, "A list has at most 1,000 categories."]]);
});

test("the nearest of the names that one is like is found", () => {
  const taken = new Taken();
  for (const name of ["m2", "M²", "Dress"]) taken.add(name, name);
  assert.deepEqual(taken.like("m²"), { like: "same", owner: "M²" });
  assert.deepEqual(taken.like("ｍ2"), { like: "width", owner: "m2" });
  assert.deepEqual(taken.like("m₂"), { like: "near", owner: "m2" });
  assert.equal(taken.like("Dresses"), null);
});

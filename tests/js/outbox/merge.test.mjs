import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import "../bare-names.mjs";

const { mergeObjects, mergeSets } = await import("outbox/merge");

const CASES = JSON.parse(readFileSync(new URL("../../merging.json", import.meta.url), "utf8"));

test("two sides are merged as on the server", () => {
  for (const { about, sets, objects, result } of CASES) {
    assert.deepEqual(sets ? mergeSets(...sets) : mergeObjects(...objects), result, about);
  }
});

test("it does not matter which side is which", () => {
  for (const { about, sets, objects, result } of CASES) {
    const [base, mine, theirs] = sets ?? objects;
    assert.deepEqual((sets ? mergeSets : mergeObjects)(base, theirs, mine), result, about);
  }
});

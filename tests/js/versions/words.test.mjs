import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { leftOut, splitsOf, splitWords } = await import("../../../static/labeler/versions/words.js");

test("what is left out is told with its reason, the most first, and nothing else", () => {
  const preview = { excluded: { unlabeled: 0, inactive_category: 2 }, not_selected: { unlabeled: 1150, labeled: 1, skipped: 3 } };
  assert.deepEqual(leftOut(preview), [
    "1,150 images not labeled yet",
    "3 images skipped",
    "2 images with a removed category",
    "1 image labeled, but not checked",
  ]);
  assert.deepEqual(leftOut({ excluded: { unlabeled: 0, inactive_category: 0 }, not_selected: {} }), []);
});

test("splits are told in their order", () => {
  assert.equal(splitWords({ test: 1, train: 1643, val: 80 }), "1,643 train, 80 val, 1 test");
  assert.equal(splitWords(null), "None: everything in one piece");
});

test("of one category its images are told by split, and what is not counted is none", () => {
  const counted = { train: { 1: 1200, 2: 5 }, val: { 1: 30 }, test: { 1: 0, 2: 1 } };
  assert.equal(splitWords(splitsOf(counted, 1)), "1,200 train, 30 val, 0 test");
  assert.equal(splitWords(splitsOf(counted, 2)), "5 train, 0 val, 1 test");
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { leftOut, sharesOf, splitWords } = await import("../../../static/labeler/versions/words.js");

const typed = (train, val, test) => ({ train, val, test });

test("percent become shares in 1/10000, with up to two decimals", () => {
  assert.deepEqual(sharesOf(typed("80", "10", "10")), { train: 8000, val: 1000, test: 1000 });
  assert.deepEqual(sharesOf(typed(" 33.33 ", "33.33", "33.34")), { train: 3333, val: 3333, test: 3334 });
  assert.deepEqual(sharesOf(typed("100", "", "0")), { train: 10000, val: 0, test: 0 });
});

test("what does not add up, or is no number, is none", () => {
  for (const shares of [["80", "10", "9"], ["110", "-10", "0"], ["eighty", "10", "10"], ["1e2", "0", "0"], ["33.333", "33.333", "33.334"], ["", "", ""]]) {
    assert.equal(sharesOf(typed(...shares)), null, shares.join(", "));
  }
});

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

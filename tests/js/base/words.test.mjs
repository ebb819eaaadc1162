import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { sharesOf } = await import("../../../static/labeler/base/words.js");

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

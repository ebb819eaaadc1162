import assert from "node:assert/strict";
import { test } from "node:test";

import { Judgements } from "../../../static/labeler/checks/judgements.js";

const drawn = (...verdicts) => new Judgements(verdicts.map((right, at) => ({ asset: 10 + at, right })));

test("the first open one is where a check goes on", () => {
  assert.equal(drawn(true, null, null).firstOpen, 1);
  assert.equal(drawn(true, false).firstOpen, undefined);
});

test("after the last one it goes on with those that were passed over", () => {
  const check = drawn(null, true, null);
  assert.equal(check.openAfter(2), 0);
  check.judge(0, true);
  check.judge(2, false);
  assert.equal(check.openAfter(2), undefined);
  assert.deepEqual([check.judged, check.wrong, check.size], [3, 1, 3]);
});

test("what was judged is unsent until the server has it", () => {
  const check = drawn(null, null);
  check.judge(0, true);
  const some = check.unsent;
  check.judge(1, false);
  check.judge(0, false); // anew, while the first is under way
  check.sent(some);
  assert.deepEqual(check.unsent, [{ asset: 10, right: false }, { asset: 11, right: false }]);
});

test("undo takes the judgements back in the order they came", () => {
  const check = drawn(null, null);
  check.judge(1, true);
  check.judge(0, false);
  assert.equal(check.undo(), 0);
  assert.equal(check.undo(), 1);
  assert.equal(check.undo(), undefined);
  assert.deepEqual(check.unsent, [{ asset: 11, right: null }, { asset: 10, right: null }]);
});

import "../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

const { placeNow } = await import("review/remembered-place");

const image = (id, { revision = 1, status = "labeled" } = {}) => ({ id, revision, status });
const left = (more) => ({ selected: [], decided: [], isApproved: false, focused: 2, shown: [1, 2, 3, 4].map((id) => [id, 1]), top: 40, ...more });

test("the focus is on what was looked at last, else on what was left", () => {
  const images = [1, 2, 3, 4].map((id) => image(id));
  assert.equal(placeNow(left({ looked: 4 }), images).focused, 4);
  assert.equal(placeNow(left({ looked: 99 }), images).focused, 2);
  assert.equal(placeNow(left(), images).focused, 2);
});

test("where both are gone it is on what stands there now: the next one, at the end the one before", () => {
  assert.equal(placeNow(left({ looked: 2 }), [image(1), image(3), image(4)]).focused, 3);
  assert.equal(placeNow(left({ focused: 4 }), [image(1), image(2)]).focused, 2);
  assert.equal(placeNow(left(), [image(9)]).focused, undefined);
});

test("a selection stays as it was, whatever came or was answered meanwhile", () => {
  const now = placeNow(left({ selected: [1, 3] }), [image(1, { revision: 2 }), image(3), image(9)], false);
  assert.deepEqual([now.selected, now.decided, now.top], [[1, 3], [], 40]);
});

test("one class at a time: what was answered elsewhere is decided, what is new is right, what was wrong stays wrong", () => {
  const images = [image(1), image(2, { revision: 2, status: "needs_review" }), image(3), image(9), image(10, { status: "needs_review" })];
  const now = placeNow(left({ selected: [1, 2], decided: [4] }), images, true);
  assert.deepEqual([now.selected, now.decided, now.isApproved], [[1, 9], [4, 2], false]);
});

test("one class at a time: once the right ones are approved the rest is chosen among, and what is new waits", () => {
  const now = placeNow(left({ selected: [3], decided: [1, 2], isApproved: true }), [image(3), image(9)], true);
  assert.deepEqual([now.selected, now.isApproved], [[3], true]);
});

test("one class at a time: a page of none but new ones begins as one that is newly opened", () => {
  const now = placeNow(left({ selected: [], decided: [1, 2, 3, 4], isApproved: true }), [image(8), image(9)], true);
  assert.deepEqual([now.selected, now.isApproved], [[8, 9], false]);
});

test("what was seen and what a hand chose is known on, unless it was answered elsewhere", () => {
  const shown = [[1, 1, true, false], [2, 1, true, true], [3, 1, false, true], [4, 1, true, true]];
  const now = placeNow(left({ shown }), [image(1), image(2, { revision: 2 }), image(3), image(9)]);
  assert.deepEqual([now.seen, now.touched], [[1], [3]]);
});

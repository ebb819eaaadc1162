import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { OneClass } = await import("review/one-class");

const all = () => true;

test("at first approval is for the right ones, all else for the wrong ones while it approves the right ones", () => {
  const mode = new OneClass(5);
  assert.deepEqual(mode.left, [0, 1, 2, 3, 4]);
  assert.deepEqual(mode.wrong([0, 2, 4]), [1, 3]);
  assert.deepEqual(mode.placesFor(true, [0, 2, 4], 1, all), { places: [0, 2, 4], approved: [], isForFocus: false });
  assert.deepEqual(mode.placesFor(false, [0, 2, 4], 0, all), { places: [1, 3], approved: [0, 2, 4] });
  assert.deepEqual(mode.placesFor(false, [], 0, all), { places: [0, 1, 2, 3, 4], approved: [] });
});

test("while none is wrong, all else is for the one in focus", () => {
  const mode = new OneClass(3);
  assert.deepEqual(mode.placesFor(false, [0, 1, 2], 1, all), { places: [1], approved: [], isForFocus: true });
  assert.deepEqual(mode.decide([1], false, [0, 1, 2]), [0, 2]);
  assert.deepEqual(mode.wrong([0, 2]), []);
});

test("approval of nothing is for the one in focus", () => {
  assert.deepEqual(new OneClass(3).placesFor(true, [], 2, all), { places: [2], approved: [], isForFocus: true });
});

test("what the page selected and nobody knows is left as it is, and is still to be approved", () => {
  const mode = new OneClass(5);
  const isKnown = (place) => place < 3;
  assert.deepEqual(mode.placesFor(true, [0, 2, 4], 1, isKnown).places, [0, 2]);
  assert.deepEqual(mode.placesFor(false, [0, 2], 1, isKnown), { places: [1], approved: [0, 2] });
  assert.deepEqual(mode.decide([0, 2], false, [0, 2, 4]), [4]);
  assert.deepEqual(mode.wrong([4]), [1, 3]);
  assert.deepEqual(mode.decide([4], true, [4]), [1, 3]);
  assert.deepEqual(mode.placesFor(true, [1, 3], 1, isKnown).places, [1]);
});

test("the wrong ones may go first; then the right ones are all that is left", () => {
  const mode = new OneClass(3);
  assert.deepEqual(mode.decide([2], false, [0, 1]), [0, 1]);
  assert.deepEqual(mode.decide([0, 1], true, [0, 1]), []);
  assert.deepEqual(mode.left, []);
});

test("after the approval what is left is selected, and every action is for the selection", () => {
  const mode = new OneClass(4);
  assert.deepEqual(mode.decide([0, 1], true, [0, 1]), [2, 3]);
  assert.deepEqual(mode.wrong([3]), []);
  assert.deepEqual(mode.placesFor(false, [3], 2, all), { places: [3], approved: [], isForFocus: false });
  assert.deepEqual(mode.placesFor(false, [], 2, all), { places: [2], approved: [], isForFocus: true });
  assert.deepEqual(mode.decide([3], false, [3]), [2]);
});

test("when right and wrong ones are decided at once, nothing is left", () => {
  const mode = new OneClass(4);
  assert.deepEqual(mode.decide([1, 3], false, [0, 2]), [0, 2]);
  assert.deepEqual(mode.decide([0, 2], true, [0, 2]), []);
  assert.deepEqual(mode.left, []);
});

test("what somebody else changed meanwhile is not decided", () => {
  const mode = new OneClass(3);
  assert.deepEqual(mode.decide([0], true, [0, 1, 2]), [1, 2]);
});

test("its state can be kept and brought back", () => {
  const mode = new OneClass(3);
  const before = mode.state;
  mode.decide([0, 1], true, [0, 1]);
  assert.deepEqual(new OneClass(3, mode.state).left, [2]);
  mode.restore(before);
  assert.deepEqual(mode.wrong([0]), [1, 2]);
});

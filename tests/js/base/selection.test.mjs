import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { placeAfter, Selection } = await import("base/selection");

test("moving selects nothing, and stays in the grid", () => {
  const selection = new Selection(5);
  selection.moveTo(9);
  assert.equal(selection.focus, 4);
  selection.moveTo(-3);
  assert.equal(selection.focus, 0);
  assert.equal(selection.size, 0);
});

test("Space selects and unselects", () => {
  const selection = new Selection(5);
  selection.toggle(2);
  selection.toggle(4);
  assert.deepEqual(selection.places, [2, 4]);
  selection.toggle(2);
  assert.deepEqual(selection.places, [4]);
});

test("extending draws a range from where one was, and takes it back when one turns round", () => {
  const selection = new Selection(10);
  selection.moveTo(4);
  for (const place of [5, 6, 7]) selection.moveTo(place, { extend: true });
  assert.deepEqual(selection.places, [4, 5, 6, 7]);
  for (const place of [6, 5, 4, 3]) selection.moveTo(place, { extend: true });
  assert.deepEqual(selection.places, [3, 4]);
});

test("a range is added to what was selected before, and leaves it when it shrinks", () => {
  const selection = new Selection(10);
  selection.toggle(0);
  selection.toggle(8);
  selection.moveTo(4, { extend: true });
  assert.deepEqual(selection.places, [0, 4, 5, 6, 7, 8]);
  selection.moveTo(7, { extend: true });
  assert.deepEqual(selection.places, [0, 7, 8]);
});

test("all and none", () => {
  const selection = new Selection(3);
  selection.selectAll();
  assert.deepEqual(selection.places, [0, 1, 2]);
  selection.clear();
  assert.equal(selection.size, 0);
  selection.moveTo(1, { extend: true });
  assert.deepEqual(selection.places, [0, 1]);
});

// 8 cells in rows of 3: 0 1 2 / 3 4 5 / 6 7
const after = (key, place) => placeAfter(key, place, 3, 8);

test("arrows move by cell and by row, Home and End to the ends", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].map((key) => after(key, 4)), [5, 3, 7, 1, 0, 7]);
});

test("at the edges one stays, but a shorter last row is reached", () => {
  assert.equal(after("ArrowUp", 1), 1);
  assert.equal(after("ArrowLeft", 0), 0);
  assert.equal(after("ArrowRight", 7), 7);
  assert.equal(after("ArrowDown", 7), 7);
  assert.equal(after("ArrowDown", 6), 6);
  assert.equal(after("ArrowDown", 5), 7);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { step } from "../../../static/labeler/assets/tile-steps.js";

// Two justified rows: three tiles above, four below.
const boxes = [
  { top: 0, left: 0, width: 100 }, { top: 0, left: 108, width: 200 }, { top: 0, left: 316, width: 84 },
  { top: 184, left: 0, width: 90 }, { top: 184, left: 98, width: 90 }, { top: 184, left: 196, width: 90 }, { top: 184, left: 294, width: 106 },
];

test("left and right follow the reading order and stop at the ends", () => {
  assert.equal(step(boxes, 2, "ArrowRight"), 3);
  assert.equal(step(boxes, 3, "ArrowLeft"), 2);
  assert.equal(step(boxes, 6, "ArrowRight"), 6);
  assert.equal(step(boxes, 0, "ArrowLeft"), 0);
});

test("up and down lead to the tile whose middle is nearest, and stay where there is no row", () => {
  assert.equal(step(boxes, 1, "ArrowDown"), 5);
  assert.equal(step(boxes, 6, "ArrowUp"), 2);
  assert.equal(step(boxes, 4, "ArrowDown"), 4);
  assert.equal(step(boxes, 0, "ArrowUp"), 0);
});

test("Home and End lead to the first and the last", () => {
  assert.equal(step(boxes, 4, "Home"), 0);
  assert.equal(step(boxes, 4, "End"), 6);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { UndoStack } = await import("label/undo-stack");

test("changes are taken back from the last one on, and redone in the other order", () => {
  const history = new UndoStack();
  ["a", "b", "c"].forEach((change) => history.record(change));
  assert.deepEqual([history.undo(), history.undo()], ["c", "b"]);
  assert.deepEqual([history.redo(), history.redo(), history.redo()], ["b", "c", undefined]);
});

test("there is no limit", () => {
  const history = new UndoStack();
  for (let n = 0; n < 5000; n += 1) history.record(n);
  for (let n = 4999; n >= 0; n -= 1) assert.equal(history.undo(), n);
  assert.equal(history.undo(), undefined);
});

test("a new change ends what could be redone", () => {
  const history = new UndoStack();
  history.record("a");
  history.undo();
  history.record("b");
  assert.equal(history.redo(), undefined);
  assert.equal(history.undo(), "b");
});

test("what somebody else decided is forgotten on both sides", () => {
  const history = new UndoStack();
  const [a1, b1, a2, b2] = ["a", "b", "a", "b"].map((asset) => ({ asset }));
  [a1, b1, a2, b2].forEach((change) => history.record(change));
  history.undo();
  history.undo();
  history.forget("a");
  assert.equal(history.redo(), b2);
  assert.deepEqual([history.undo(), history.undo(), history.undo()], [b2, b1, undefined]);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Steps } = await import("review/undo-steps");

const memory = () => {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text) };
};

test("steps are taken back and redone in order, also by the next page", () => {
  const store = memory();
  const steps = new Steps(store, "a");
  for (const id of [1, 2, 3]) steps.record({ id });
  assert.equal(steps.undo().id, 3);
  assert.equal(steps.undo().id, 2);
  const later = new Steps(store, "a");
  assert.equal(later.redo().id, 2);
  assert.equal(later.redo().id, 3);
  assert.equal(later.redo(), undefined);
  assert.equal(later.canUndo, true);
});

test("a new step ends what could be redone", () => {
  const steps = new Steps(memory(), "a");
  steps.record({ id: 1 });
  steps.undo();
  steps.record({ id: 2 });
  assert.equal(steps.redo(), undefined);
  assert.equal(steps.undo().id, 2);
  assert.equal(steps.undo(), undefined);
});

test("what a step has become is kept: an undo has an id of its own", () => {
  const store = memory();
  const steps = new Steps(store, "a");
  steps.record({ id: 1 });
  steps.undo().id = 9;
  steps.save();
  assert.equal(new Steps(store, "a").redo().id, 9);
});

test("the last twenty are kept", () => {
  const steps = new Steps(memory(), "a");
  for (let id = 1; id <= 25; id += 1) steps.record({ id });
  const ids = [];
  for (let step = steps.undo(); step; step = steps.undo()) ids.push(step.id);
  assert.deepEqual([ids.length, ids.at(-1)], [20, 6]);
});

test("without a store, or with a damaged one, it works for this page", () => {
  const forbidden = { getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); } };
  for (const store of [forbidden, { getItem: () => "{", setItem() {} }]) {
    const steps = new Steps(store, "a");
    steps.record({ id: 1 });
    assert.equal(steps.undo().id, 1);
  }
});

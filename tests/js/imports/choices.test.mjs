import "../bare-names.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";

const { allBeforehand, beforehand, decisions, LEAVE_OUT, needsSomebody, NEW, outcome } = await import("imports/choices");

const MANAGER = { mayMake: true, isFirst: false };
const found = (name, facts = {}) => ({ name, how: "unknown", category: null, near: null, not_new: "", count: 0, free: 0, answered: {}, ...facts });
const known = (name, category, facts = {}) => found(name, { how: "name", category, ...facts });

test("what has a category keeps it, and what is nearly called so is offered", () => {
  assert.equal(beforehand(known("Dress", 1), MANAGER), 1);
  assert.equal(beforehand(found("Dresses", { near: 1 }), MANAGER), 1);
  assert.equal(beforehand(found("Old", { how: "retired" }), MANAGER), LEAVE_OUT);
});

test("a class is made unasked only for a project that has none, by somebody who may", () => {
  assert.equal(beforehand(found("Snap"), MANAGER), LEAVE_OUT);
  assert.equal(beforehand(found("Snap"), { mayMake: true, isFirst: true }), NEW);
  assert.equal(beforehand(found("Snap"), { mayMake: false, isFirst: true }), LEAVE_OUT);
  assert.equal(beforehand(found("=Snap", { not_new: "A spreadsheet would run it." }), { mayMake: true, isFirst: true }), LEAVE_OUT);
});

test("only what nobody knows, or was removed, needs somebody", () => {
  const all = [known("a", 1), found("b"), found("c", { how: "retired" }), found("d", { how: "left_out" }), found("e", { how: "new" })];
  assert.deepEqual(all.filter(needsSomebody).map(({ name }) => name), ["b", "c"]);
});

test("what would happen follows each choice, without another look", () => {
  const classes = [known("Dress", 1, { free: 5, answered: { 1: 2, 2: 1, 0: 1 } }), found("Snap", { free: 3, answered: { 2: 4 } })];
  const chosen = new Map([["Dress", 1], ["Snap", LEAVE_OUT]]);
  assert.deepEqual(outcome(classes, chosen), { free: 5, already: 2, other: 2, leftOut: 7, made: [] });
  chosen.set("Snap", 2);
  assert.deepEqual(outcome(classes, chosen), { free: 8, already: 6, other: 2, leftOut: 0, made: [] });
  chosen.set("Snap", NEW);
  assert.deepEqual(outcome(classes, chosen), { free: 8, already: 2, other: 6, leftOut: 0, made: ["Snap"] });
  assert.equal(outcome([], new Map(), { to_set: 2, kept: 1, already_so: 1 }).free, 2);
  assert.deepEqual(outcome([], new Map(), { to_set: 1 }, { free: 500, other: 3, already: 4 }), { free: 501, other: 3, already: 4, leftOut: 0, made: [] });
});

test("the server is told what it does not find by itself", () => {
  const classes = [known("Dress", 1), found("Snap"), known("Hat", 2), found("Coat", { how: "chosen", category: 1 })];
  const chosen = allBeforehand(classes, MANAGER);
  assert.deepEqual(decisions(classes, chosen), { Snap: LEAVE_OUT, Coat: 1 });
  chosen.set("Snap", 2).set("Hat", LEAVE_OUT);
  assert.deepEqual(decisions(classes, chosen), { Snap: 2, Hat: LEAVE_OUT, Coat: 1 });
});

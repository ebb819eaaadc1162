import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Tally } = await import("label/tally");

const FILTERS = { unlabeled: ["unlabeled"], in_review: ["labeled", "needs_review"], done: ["approved"], skipped: ["skipped"] };
const counts = () => ({ unlabeled: 10, labeled: 3, needs_review: 2, approved: 4, skipped: 1 });
const none = { status: "unlabeled", category_ids: [] };
const dress = { status: "labeled", category_ids: [1] };
const hat = { status: "approved", category_ids: [2] };

test("a filter counts its states, and any other name counts all", () => {
  const tally = new Tally(counts(), FILTERS);
  assert.deepEqual(["unlabeled", "in_review", "done", "skipped", "all"].map((name) => tally.inFilter(name)), [10, 5, 4, 1, 20]);
});

test("an answer moves one image from state to state and from category to category", () => {
  const tally = new Tally(counts(), FILTERS);
  tally.take({ by_status: counts(), by_category: { 1: 5, 2: 4 } });
  tally.move(none, dress);
  tally.move(dress, hat);
  assert.deepEqual([tally.inFilter("unlabeled"), tally.inFilter("in_review"), tally.inFilter("done"), tally.inFilter("all")], [9, 5, 5, 20]);
  assert.deepEqual([tally.ofCategory(1), tally.ofCategory(2)], [5, 5]);
  tally.move(hat, none);
  assert.equal(tally.ofCategory(2), 4);
});

test("categories have no count before the server has counted", () => {
  const tally = new Tally(counts(), FILTERS);
  tally.move(none, dress);
  assert.equal(tally.ofCategory(1), undefined);
  assert.equal(tally.moves, 1);
  tally.take({ by_status: counts(), by_category: { 1: 5 } });
  assert.equal(tally.moves, 0);
  assert.equal(tally.ofCategory(1), 5);
});

test("what was given is not changed", () => {
  const given = counts();
  new Tally(given, FILTERS).move(none, dress);
  assert.deepEqual(given, counts());
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { newId } = await import("base/ids");
const { newOperation, nextBatch, sameAnswer, wire, withPending } = await import("outbox/operations");

const operation = (asset, base_revision = 0, more = {}) => ({ op_id: `${asset}-${base_revision}`, asset, base_revision, status: "labeled", category_ids: [1], ...more });
const assets = (operations) => operations.map(({ asset }) => asset);

test("an operation names the whole answer and the revision it was made on", () => {
  const made = newOperation({ id: 7, revision: 3, status: "unlabeled" }, { status: "labeled", category_ids: [2], other: 1 });
  assert.deepEqual({ ...made, op_id: "" }, { op_id: "", asset: 7, base_revision: 3, status: "labeled", category_ids: [2] });
});

test("ids are 128 random bits in ASCII", () => {
  const ids = Array.from({ length: 1000 }, newId);
  assert.equal(new Set(ids).size, 1000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});

test("answers are the same when state and categories are", () => {
  assert.equal(sameAnswer({ status: "labeled", category_ids: [1] }, { status: "labeled", category_ids: [1] }), true);
  assert.equal(sameAnswer({ status: "labeled", category_ids: [1] }, { status: "labeled", category_ids: [11] }), false);
  assert.equal(sameAnswer({ status: "labeled", category_ids: [1] }, { status: "approved", category_ids: [1] }), false);
});

test("what waits counts already: its last answer, and revisions counted ahead", () => {
  const asset = { id: 1, revision: 4, status: "unlabeled", category_ids: [], original_name: "a.jpg" };
  const waiting = [operation(1, 4), operation(1, 5, { status: "approved" })];
  assert.deepEqual(withPending(asset, waiting), { ...asset, revision: 6, status: "approved", category_ids: [1] });
  assert.equal(withPending(asset, []), asset);
});

test("an answer that the server has, though this browser does not know, is not counted twice", () => {
  const asset = { id: 1, revision: 5, status: "labeled", category_ids: [1] };
  assert.equal(withPending(asset, [operation(1, 4)]).revision, 5);
});

test("while a person has to decide, the image is as the server has it", () => {
  const asset = { id: 1, revision: 5, status: "skipped", category_ids: [] };
  assert.equal(withPending(asset, [operation(1, 4, { problem: { kind: "conflict" } }), operation(1, 5)]), asset);
});

test("a batch goes in order and has an image once", () => {
  assert.deepEqual(assets(nextBatch([operation(1), operation(2), operation(1, 1), operation(3)])), [1, 2]);
  assert.deepEqual(nextBatch([]), []);
});

test("a batch is not longer than asked for", () => {
  const many = Array.from({ length: 120 }, (_, n) => operation(n));
  assert.equal(nextBatch(many).length, 50);
  assert.deepEqual(assets(nextBatch(many, 3)), [0, 1, 2]);
});

test("what follows a problem waits, other images do not", () => {
  const stuck = operation(1, 0, { problem: { kind: "conflict" } });
  assert.deepEqual(assets(nextBatch([stuck, operation(1, 1), operation(2)])), [2]);
});

test("only what the server knows is sent", () => {
  assert.deepEqual(wire({ ...operation(1), seq: 9, problem: {} }), operation(1));
  assert.deepEqual(wire({ ...operation(1), seq: 9, seen: true }), { ...operation(1), seen: true });
});

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";
import { Databases } from "../stored.mjs";

const { noOutbox, openOutbox } = await import("outbox/store");

let databases;

beforeEach(() => {
  databases = new Databases();
  globalThis.indexedDB = databases;
});

const operation = (asset) => ({ op_id: `op-${asset}`, asset });
const assets = (operations) => operations.map(({ asset }) => asset);

test("what is put comes back in the order in which it was put, also when the page is opened again", async () => {
  const outbox = await openOutbox("box");
  await outbox.settle([], [operation(7)]);
  await outbox.settle([], [operation(3), operation(5)]);
  const again = await openOutbox("box");
  assert.deepEqual(assets(await again.all()), [7, 3, 5]);
});

test("each has a number of its own, that is told once it is stored", async () => {
  const outbox = await openOutbox("box");
  const [first] = await outbox.settle([], [operation(1)]);
  const [second] = await outbox.settle([first], [operation(2)]);
  assert.ok(second.seq > first.seq);
  assert.deepEqual(await outbox.all(), [second]);
});

test("what is put with its number stands in its old place", async () => {
  const outbox = await openOutbox("box");
  const [first] = await outbox.settle([], [operation(1), operation(2)]);
  await outbox.settle([], [{ ...first, problem: { kind: "conflict" } }]);
  const all = await outbox.all();
  assert.deepEqual(assets(all), [1, 2]);
  assert.equal(all[0].problem.kind, "conflict");
});

test("it counts as stored when the transaction is complete, not when the request succeeds", async () => {
  const outbox = await openOutbox("box");
  let isStored = false;
  databases.holdCompletion();
  const storing = outbox.settle([], [operation(1)]).then(() => { isStored = true; });
  await databases.requestsAreDone();
  assert.equal(isStored, false);
  databases.complete();
  await storing;
  assert.equal(isStored, true);
});

// Seen in Chromium: of two transactions on a full disk one is aborted, and nothing is ever heard of the other.
test("a transaction of which nothing is heard is given up, so that the server is asked instead", async (t) => {
  const given = [];
  t.mock.method(AbortSignal, "timeout", () => (given.push(new AbortController()), given.at(-1).signal));
  const outbox = await openOutbox("box");
  databases.holdCompletion();
  const waiting = [outbox.settle([], [operation(1)]), outbox.holdLease("one", 10, 0)];
  for (const patience of given) patience.abort();
  assert.deepEqual((await Promise.allSettled(waiting)).map(({ status }) => status), ["rejected", "rejected"]);
});

// Killed while two of them write, Chromium finds the database broken and starts an empty one.
test("whatever writes takes every store, so that no two transactions write at a time", async () => {
  const outbox = await openOutbox("box");
  await Promise.all([outbox.settle([], [operation(1)]), outbox.holdLease("one", 10, 0), outbox.all()]);
  assert.deepEqual(databases.begun, [
    ["readwrite", "operations", "leases"],
    ["readwrite", "operations", "leases"],
    ["readonly", "operations"],
  ]);
});

test("when the disk is full nothing of a change is kept, neither what goes nor what comes", async () => {
  const outbox = await openOutbox("box");
  const [first] = await outbox.settle([], [operation(1)]);
  databases.isFull = true;
  await assert.rejects(outbox.settle([first], [operation(2)]), { name: "QuotaExceededError" });
  databases.isFull = false;
  assert.deepEqual(assets(await outbox.all()), [1]);
});

test("of two tabs one may send, the other when the first gave it back or was not heard of for too long", async () => {
  const outbox = await openOutbox("box");
  assert.equal(await outbox.holdLease("one", 1000, 0), true);
  assert.equal(await outbox.holdLease("two", 1500, 500), false);
  assert.equal(await outbox.holdLease("one", 2000, 900), true);
  assert.equal(await outbox.holdLease("two", 2500, 1999), false);
  assert.equal(await outbox.holdLease("two", 3000, 2000), true);
  await outbox.holdLease("two", 0, 2100);
  assert.equal(await outbox.holdLease("one", 4000, 2100), true);
});

test("a browser that stores nothing still numbers answers, after those it had stored", async () => {
  const outbox = noOutbox(41);
  const [first, second] = await outbox.settle([], [operation(1), operation(2)]);
  assert.deepEqual([first.seq, second.seq], [42, 43]);
  assert.equal(await outbox.all(), undefined);
  assert.equal(await outbox.holdLease("anybody", 1000), true);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Sender } = await import("outbox/sender");
const { noOutbox } = await import("outbox/store");

// Keeps what a browser's database would.
function memoryOutbox() {
  const stored = new Map();
  let last = 0;
  return {
    all: async () => [...stored.values()],
    async settle(remove, put) {
      const kept = put.map((operation) => ({ seq: ++last, ...operation }));
      for (const { seq } of remove) stored.delete(seq);
      for (const operation of kept) stored.set(operation.seq, operation);
      return kept;
    },
    holdLease: async () => true,
  };
}

const operation = (asset, base_revision = 0) => ({ op_id: `${asset}-${base_revision}`, asset, base_revision, status: "labeled", category_ids: [1] });
const applied = (operations) => operations.map(({ op_id, asset }) => ({ op_id, result: "applied", asset: { id: asset } }));
const ids = (operations) => operations.map(({ op_id }) => op_id);

// A sender with its outbox, what it sent, and what it told the page.
function senderWith(answer = applied, { outbox = memoryOutbox(), owner = "tab", channel = channels()[0] } = {}) {
  const told = { batches: [], states: [], results: [] };
  const sender = new Sender({
    outbox, owner, channel,
    send: async (operations) => {
      told.batches.push(ids(operations));
      return answer(operations);
    },
    onState: (state) => told.states.push(state),
    onResults: (results) => told.results.push(...results),
  });
  return Object.assign(told, { sender, outbox });
}

// It would try again for ever.
async function recovered(sender) {
  sender.send = async (operations) => applied(operations);
  sender.kick();
  await until(() => sender.waiting === 0);
}

async function until(condition) {
  for (let tries = 0; tries < 500; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.fail("It did not come to pass.");
}

test("an answer is stored before it is sent, and gone from the outbox when the server has it", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const { sender, outbox, results } = senderWith((operations) => held.then(() => applied(operations)));
  await sender.accept(operation(1));
  assert.deepEqual(ids(await outbox.all()), ["1-0"]);
  assert.equal(sender.waiting, 1);
  release();
  await until(() => sender.waiting === 0);
  assert.deepEqual(await outbox.all(), []);
  assert.deepEqual(results.map(({ result }) => result), ["applied"]);
});

test("one request at a time, in order, never two answers on one image in the same one", async () => {
  let open = 0;
  const { sender, batches } = senderWith(async (operations) => {
    assert.equal(++open, 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    open -= 1;
    return applied(operations);
  });
  await Promise.all([operation(1), operation(2), operation(1, 1), operation(3), operation(1, 2)].map((each) => sender.accept(each)));
  await until(() => sender.waiting === 0);
  assert.deepEqual(batches.flat(), ["1-0", "2-0", "1-1", "3-0", "1-2"]);
  for (const batch of batches) assert.equal(new Set(batch.map((id) => id[0])).size, batch.length);
});

test("a duplicate is as good as applied", async () => {
  const { sender, outbox } = senderWith((operations) => operations.map(({ op_id }) => ({ op_id, result: "duplicate", asset: {} })));
  await sender.accept(operation(1));
  await until(() => sender.waiting === 0);
  assert.deepEqual(await outbox.all(), []);
});

test("without a connection answers wait, and go when it is back", async () => {
  let isDown = true;
  const { sender, states, batches } = senderWith((operations) => {
    if (isDown) throw new TypeError("Failed to fetch");
    return applied(operations);
  });
  await sender.accept(operation(1));
  await until(() => states.at(-1) === "offline");
  await sender.accept(operation(2));
  assert.equal(sender.waiting, 2);
  assert.equal(batches.length, 1); // the pause is kept, whatever comes meanwhile
  isDown = false;
  sender.kick();
  await until(() => sender.waiting === 0);
  assert.deepEqual(batches.at(-1), ["1-0", "2-0"]);
  assert.equal(states.at(-1), "saved");
});

test("what went wrong has its word: trouble with the server, or signed out", async () => {
  for (const [status, state] of [[500, "trouble"], [429, "trouble"], [401, "logged-out"], [403, "logged-out"]]) {
    const { sender, states } = senderWith(() => {
      throw Object.assign(new Error("no"), { status });
    });
    await sender.accept(operation(1));
    await until(() => states.at(-1) === state);
    assert.equal(sender.waiting, 1);
    await recovered(sender);
  }
});

test("an answer of the server that says nothing of the batch is no reason to ask again at once", async () => {
  const { sender, batches, states } = senderWith(() => []);
  await sender.accept(operation(1));
  await until(() => states.at(-1) === "offline");
  assert.equal(batches.length, 1);
  assert.equal(sender.waiting, 1);
  await recovered(sender);
});

test("a conflict stays for a person to decide, and what follows it on that image waits", async () => {
  const theirs = { id: 1, revision: 1, status: "skipped", category_ids: [] };
  const { sender, outbox, batches, results } = senderWith((operations) =>
    operations.map((each) => (each.asset === 1 ? { op_id: each.op_id, result: "conflict", detail: "late", asset: theirs } : applied([each])[0])));
  await sender.accept(operation(1));
  await until(() => sender.problems.length === 1);
  await sender.accept(operation(1, 1));
  await sender.accept(operation(2));
  await until(() => batches.length === 2);
  await until(() => sender.of(2).length === 0);
  assert.deepEqual(batches, [["1-0"], ["2-0"]]);
  assert.deepEqual(sender.problems[0].problem, { kind: "conflict", detail: "late", present: theirs, by: undefined });
  assert.deepEqual(ids(await outbox.all()), ["1-0", "1-1"]);
  assert.equal(results[0].result, "conflict");
});

test("a decision replaces everything that waits for the image", async () => {
  const { sender, outbox, batches } = senderWith((operations) =>
    operations.map((each) => (each.base_revision < 5 ? { op_id: each.op_id, result: "rejected", detail: "no", asset: null } : applied([each])[0])));
  await sender.accept(operation(1));
  await until(() => sender.problems.length === 1);
  await sender.accept(operation(1, 1));
  await sender.replace(1, operation(1, 5));
  await until(() => sender.waiting === 0 && sender.problems.length === 0);
  assert.deepEqual(batches, [["1-0"], ["1-5"]]);
  assert.deepEqual(await outbox.all(), []);
  await sender.replace(1);
  assert.equal(batches.length, 2);
});

test("what an earlier page left is sent by the next one", async () => {
  const outbox = memoryOutbox();
  await outbox.settle([], [operation(1), operation(2)]);
  const { sender, batches } = senderWith(applied, { outbox });
  assert.deepEqual(ids(await sender.load()), ["1-0", "2-0"]);
  sender.kick();
  await until(() => sender.waiting === 0);
  assert.deepEqual(batches, [["1-0", "2-0"]]);
});

test("a page that is hidden sends what waits once more, at once", async () => {
  let isDown = true;
  const { sender, batches, states } = senderWith((operations) => {
    if (isDown) throw new TypeError("Failed to fetch");
    return applied(operations);
  });
  sender.flush();
  assert.deepEqual(batches, []);
  await sender.accept(operation(1));
  await until(() => states.at(-1) === "offline");
  isDown = false;
  sender.flush();
  assert.deepEqual(batches, [["1-0"], ["1-0"]]);
  await until(() => sender.waiting === 0);
});

test("of two tabs one sends, and the other learns of it", async () => {
  const outbox = leasedOutbox();
  const [left, right] = channels();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const first = senderWith((operations) => held.then(() => applied(operations)), { outbox, owner: "first", channel: left });
  const second = senderWith(applied, { outbox, owner: "second", channel: right });
  await first.sender.accept(operation(1));
  await until(() => first.batches.length === 1);
  await second.sender.accept(operation(2));
  assert.deepEqual(second.batches, []);
  release();
  await until(() => first.sender.waiting === 0);
  await until(() => second.sender.waiting === 0);
  assert.deepEqual([...first.batches, ...second.batches].flat().sort(), ["1-0", "2-0"]);
  assert.ok(second.results.some(({ operation: { op_id } }) => op_id === "1-0"));
});

test("where nothing can be stored the sender itself keeps what waits, until the server has it", async () => {
  let isDown = true;
  const { sender, batches } = senderWith((operations) => {
    if (isDown) throw new TypeError("Failed to fetch");
    return applied(operations);
  }, { outbox: noOutbox() });
  for (const asset of [1, 2]) await sender.accept(operation(asset));
  await until(() => batches.length);
  assert.equal(sender.waiting, 2);
  isDown = false;
  sender.kick();
  await sender.drained();
  assert.deepEqual(batches.at(-1), ["1-0", "2-0"]);
});

test("drained resolves when nothing waits any more", async () => {
  const { sender } = senderWith();
  await sender.drained();
  await sender.accept(operation(1));
  await sender.drained();
  assert.equal(sender.waiting, 0);
});

function leasedOutbox() {
  const outbox = memoryOutbox();
  let holder = null;
  outbox.holdLease = async (owner, until) => {
    if (holder && holder !== owner) return false;
    holder = until ? owner : null;
    return true;
  };
  return outbox;
}

function channels() {
  const left = { postMessage: (data) => setTimeout(() => right.onmessage?.({ data })) };
  const right = { postMessage: (data) => setTimeout(() => left.onmessage?.({ data })) };
  return [left, right];
}

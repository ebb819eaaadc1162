import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { newest } = await import("outbox/newest");
const { Sender } = await import("outbox/sender");

// Keeps what a browser's database would, in transactions one after the other, as its tabs share it.
function database() {
  const rows = new Map();
  let last = 0;
  const store = {
    get: (seq) => asked(structuredClone(rows.get(seq))),
    put: (row) => {
      const seq = row.seq ?? ++last;
      rows.set(seq, { ...row, seq });
      return asked(seq);
    },
  };
  return {
    rows,
    all: async () => [...rows.values()].sort((one, other) => one.seq - other.seq),
    holdLease: async () => true,
    async write(name, work) {
      const answer = work(store);
      await new Promise((resolve) => setTimeout(resolve));
      return answer();
    },
    async settle(remove, put) {
      for (const { seq } of remove) rows.delete(seq);
      return put.map((row) => ({ ...row, seq: row.seq ?? ++last })).map((row) => rows.set(row.seq, row) && row);
    },
  };
}

// Answers after who asked has said what to do with it.
function asked(result) {
  const request = {};
  queueMicrotask(() => request.onsuccess?.({ target: { result } }));
  return request;
}

const gesture = (op_id, base_revision, ...category_ids) => ({ op_id, asset: 1, base_revision, status: "labeled", category_ids });
const told = (rows) => rows.map(({ op_id, base_revision, category_ids }) => [op_id, base_revision, category_ids]);

// A tab's sender, which sends when a test says so, to a server that applies what is made on its revision.
function tabOf(shared, server) {
  const sender = new Sender({
    outbox: newest(shared),
    owner: Math.random(),
    channel: { postMessage: () => {} },
    send: async (operations) => server(structuredClone(operations)),
    onState: () => {},
    onResults: () => {},
  });
  sender.kick = () => {};
  return sender;
}

test("of answers that no request has carried the newest is stored, on the first one's revision", async () => {
  const shared = database();
  const sender = tabOf(shared, async () => []);
  const made = [gesture("a", 3, 1), gesture("b", 4, 1, 2), gesture("c", 5, 2)];
  await Promise.all(made.map((one) => sender.accept(one)));
  assert.deepEqual(told(await shared.all()), [["c", 3, [2]]]);
  assert.deepEqual(made.map(({ base_revision }) => base_revision), [3, 3, 3]); // so that the page knows
  assert.deepEqual(told(sender.of(1)), [["c", 3, [2]]]);
});

test("answers to other images stay, in their order", async () => {
  const shared = database();
  const sender = tabOf(shared, async () => []);
  await sender.accept(gesture("a", 3, 1));
  await sender.accept({ ...gesture("b", 0, 1), asset: 2 });
  await sender.accept(gesture("c", 4, 2));
  assert.deepEqual(told(await shared.all()), [["c", 3, [2]], ["b", 0, [1]]]);
});

test("one that was carried stays, and the newest waits behind it with the next revision", async () => {
  const shared = database();
  const sender = tabOf(shared, async () => {
    throw new TypeError("Failed to fetch");
  });
  await sender.accept(gesture("a", 3, 1));
  sender.flush();
  for (const one of [gesture("b", 4, 1, 2), gesture("c", 5, 2)]) await sender.accept(one);
  assert.deepEqual(told(await shared.all()), [["a", 3, [1]], ["c", 4, [2]]]);
});

test("what another tab has carried meanwhile stays, too", async () => {
  const shared = database();
  const one = tabOf(shared, async () => []);
  const other = newest(shared);
  await one.accept(gesture("a", 3, 1));
  await other.carry(await shared.all());
  await one.accept(gesture("b", 4, 2));
  assert.deepEqual(told(await shared.all()), [["a", 3, [1]], ["b", 4, [2]]]);
});

test("what another tab has carried and settled meanwhile is gone, and the newest stands on it", async () => {
  const shared = database();
  const one = tabOf(shared, async () => []);
  await one.accept(gesture("a", 3, 1));
  shared.rows.clear();
  await one.accept(gesture("b", 4, 2));
  assert.deepEqual(told(await shared.all()), [["b", 4, [2]]]);
});

test("what waits since before this page is never replaced: it may have been carried", async () => {
  const shared = database();
  await tabOf(shared, async () => []).accept(gesture("a", 3, 1));
  const sender = tabOf(shared, async () => []);
  await sender.load();
  await sender.accept(gesture("b", 4, 2));
  assert.deepEqual(told(await shared.all()), [["a", 3, [1]], ["b", 4, [2]]]);
});

test("before a page goes, what is not stored yet is sent on top of what is", async () => {
  const shared = database();
  const batches = [];
  const sender = tabOf(shared, async (operations) => batches.push(told(operations)) && []);
  await sender.accept(gesture("a", 3, 1));
  const storing = [gesture("b", 4, 1, 2), gesture("c", 5, 2)].map((one) => sender.accept(one));
  sender.flush();
  assert.deepEqual(batches, [[["a", 3, [1]], ["b", 4, [1, 2]], ["c", 5, [2]]]]);
  await Promise.all(storing);
  assert.deepEqual(told(await shared.all()), [["a", 3, [1]], ["c", 4, [2]]]);
});

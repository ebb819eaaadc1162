import "../bare-names.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";

const { FolderLabels } = await import("uploads/folder-labels");

function store() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text), removeItem: (name) => kept.delete(name), kept };
}

const applied = async (operations) => operations.map(() => ({ result: "applied" }));
const lost = async () => { throw new TypeError("not reached"); };

function labels({ keeping = store(), send = applied } = {}) {
  const sent = [];
  const made = new FolderLabels({ store: keeping, name: "box", send: (some) => { sent.push(...some); return send(some); } });
  return { made, sent, keeping };
}

test("an image gets the category of the folder it lies in, and of no other", async () => {
  const { made, sent, keeping } = labels();
  made.begin({ "all/hat": 1, dress: 2 });
  made.note({ id: 7 }, "all/hat");
  made.note({ id: 8 }, "all/hat/more");
  made.note({ id: 9 }, "dress");
  made.note({ id: 10 }, "constructor");
  await made.end();
  assert.deepEqual(sent.map(({ asset, category_ids, base_revision }) => [asset, category_ids, base_revision]), [[7, [1], 0], [9, [2], 0]]);
  assert.equal(made.given, 2);
  assert.equal(keeping.kept.size, 0);
});

test("without a word about labels none is given", async () => {
  const { made, sent } = labels();
  made.note({ id: 7 }, "hat");
  await made.end();
  assert.deepEqual(sent, []);
});

test("what did not get through is given by the page that comes after, by the same ids", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const first = labels({ send: lost });
  first.made.begin({ hat: 1 });
  first.made.note({ id: 7 }, "hat");
  await first.made.end();
  assert.equal(first.made.left, 1);
  const second = labels({ keeping: first.keeping });
  await second.made.end();
  assert.deepEqual(second.sent, first.sent);
  assert.equal(first.keeping.kept.size, 0);
});

test("it is tried again by itself", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let isDown = true;
  const { made } = labels({ send: (some) => (isDown ? lost() : applied(some)) });
  made.begin({ hat: 1 });
  made.note({ id: 7 }, "hat");
  await made.flush();
  isDown = false;
  t.mock.timers.tick(5000);
  await made.flush();
  assert.deepEqual([made.left, made.given], [0, 1]);
});

test("an answer that somebody gave meanwhile stays, and is no label given", async () => {
  const { made } = labels({ send: async (some) => some.map(() => ({ result: "conflict" })) });
  made.begin({ hat: 1 });
  made.note({ id: 7 }, "hat");
  await made.end();
  assert.deepEqual([made.left, made.given], [0, 0]);
});

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const SOURCE = readFileSync(new URL("../../../static/labeler/outbox/journal.js", import.meta.url), "utf8");

const operation = (asset) => ({ op_id: `op-${asset}`, asset });
const ids = (operations) => operations.map(({ op_id }) => op_id);

let files; // name -> { bytes, isLocked, flushed (what a crash leaves) }

beforeEach(() => {
  files = new Map();
});

function handleOf(file) {
  return {
    getSize: () => file.bytes.length,
    read: (target) => target.set(file.bytes),
    write(piece, { at }) {
      file.bytes = Uint8Array.from([...file.bytes.slice(0, at), ...piece]);
      return piece.length;
    },
    truncate: (size) => { file.bytes = file.bytes.slice(0, size); },
    flush: () => { file.flushed = file.bytes; },
    close: () => { file.isLocked = false; },
  };
}

const entryOf = (file) => ({
  async createSyncAccessHandle() {
    if (file.isLocked) throw new Error("locked");
    file.isLocked = true;
    return handleOf(file);
  },
  getFile: async () => new Blob([file.bytes]),
});

const directory = {
  async getFileHandle(name) {
    files.set(name, { bytes: new Uint8Array(), isLocked: false });
    return entryOf(files.get(name));
  },
  async *entries() {
    for (const [name, file] of [...files]) yield [name, entryOf(file)];
  },
  async *values() {
    for (const file of [...files.values()]) yield entryOf(file);
  },
  async removeEntry(name) { files.delete(name); },
};

// The worker of a page; `ask` answers what it posts.
function worker() {
  const posted = new Map();
  let last = 0;
  const navigator = { storage: { getDirectory: async () => ({ getDirectoryHandle: async () => directory }) } };
  const scope = {};
  const timers = [];
  new Function("self", "navigator", "postMessage", "setTimeout", `let onmessage; ${SOURCE}; self.hear = onmessage;`)(
    scope, navigator, ({ id, ...more }) => posted.get(id)(more), (work) => timers.push(work),
  );
  const ask = (does, more) => new Promise((resolve) => {
    last += 1;
    posted.set(last, resolve);
    scope.hear({ data: { id: last, does, ...more } });
  });
  return { ask, timers };
}

async function page(tab) {
  const { ask } = worker();
  const { answer } = await ask("open", { box: "box", tab, owner: "Ann" });
  return { found: answer, write: (remove, put) => ask("write", { remove, put }) };
}

// The browser was killed: only what was flushed is there, and nothing is locked.
function kill() {
  for (const file of files.values()) Object.assign(file, { bytes: file.flushed ?? new Uint8Array(), isLocked: false });
}

test("what waited when the browser was killed is found by the next page, once", async () => {
  const { write } = await page("one");
  await write([], [operation(1)]);
  await write([], [operation(2), operation(3)]);
  await write(["op-2"], []);
  kill();
  assert.deepEqual(ids((await page("two")).found), ["op-1", "op-3"]);
  assert.equal(files.size, 1);
  kill();
  assert.deepEqual(ids((await page("three")).found), ["op-1", "op-3"]); // the next page had it stored at once
});

test("what another page that lives has is left to it", async () => {
  const { write } = await page("one");
  await write([], [operation(1)]);
  assert.deepEqual((await page("two")).found, []);
});

test("once nothing waits the file is empty", async () => {
  const { write } = await page("one");
  await write([], [operation(1)]);
  await write(["op-1"], []);
  assert.deepEqual([...files.values()].map(({ bytes }) => bytes.length), [0]);
});

test("a line that was cut off, and one that is damaged, cost no other", async () => {
  const { write } = await page("one");
  await write([], [operation(1), operation(2)]);
  const [file] = files.values();
  const text = new TextDecoder().decode(file.flushed);
  file.flushed = new TextEncoder().encode(`+{"op_id": \n${text}+{"op_id":"op-9"`);
  kill();
  assert.deepEqual(ids((await page("two")).found), ["op-1", "op-2"]);
});

test("who only looks is told of each box what waits in it, and takes nothing", async () => {
  const { write } = await page("one");
  await write([], [operation(1), operation(2), operation(3)]);
  await write(["op-2"], []);
  const { answer } = await worker().ask("look", { boxes: ["box"] });
  assert.deepEqual(answer, [{ box: "box", ids: ["op-1", "op-3"], owner: "Ann" }]);
  assert.equal(files.size, 1);
  kill();
  assert.deepEqual(ids((await page("two")).found), ["op-1", "op-3"]);
});

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { openSecondLine } = await import("outbox/second-line");

const operation = (asset) => ({ op_id: `op-${asset}`, asset });
const ids = (operations) => operations.map(({ op_id }) => op_id);

// A browser whose workers answer what `does` says: a value, an error, or nothing at all.
function browserWith(does) {
  const told = { asked: [], worker: null };
  globalThis.Worker = class {
    constructor(address) {
      told.address = address;
      told.worker = this;
    }

    postMessage({ id, does: what, ...more }) {
      told.asked.push([what, more]);
      const answer = does[what];
      if (answer instanceof Error) queueMicrotask(() => this.onmessage({ data: { id, problem: answer.message } }));
      else if (answer !== undefined) queueMicrotask(() => this.onmessage({ data: { id, answer } }));
    }
  };
  return told;
}

function inBrowser({ isSecure }) {
  const rows = new Map();
  globalThis.localStorage = Object.assign(Object.create({
    getItem: (key) => rows.get(key) ?? null,
    setItem(key, text) { rows.set(key, text); this[key] = text; },
    removeItem(key) { rows.delete(key); delete this[key]; },
  }));
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { storage: isSecure ? { getDirectory() {} } : undefined } });
  return rows;
}

const known = (more = {}) => ({ address: "/journal.js", box: "box", tab: "tab", owner: "Ann", onSlow() {}, onLate() {}, ...more });

beforeEach(() => inBrowser({ isSecure: true }));

test("it opens the journal of this page and tells what pages that are gone had left", async () => {
  const told = browserWith({ open: [operation(1)] });
  const second = await openSecondLine(known());
  assert.equal(told.address, "/journal.js");
  assert.deepEqual(told.asked, [["open", { box: "box", tab: "tab", owner: "Ann" }]]);
  assert.deepEqual(ids(second.found), ["op-1"]);
});

test("a write waits until the journal is flushed, and what is only removed waits for nothing", async () => {
  const told = browserWith({ open: [], write: null });
  const second = await openSecondLine(known());
  await second.write([operation(1)], [operation(2)]);
  assert.deepEqual(told.asked.at(-1), ["write", { remove: ["op-1"], put: [operation(2)] }]);
  told.worker.postMessage = () => {}; // it hangs
  await second.write([operation(2)], []);
});

test("a journal that does not answer in time holds nobody up, and that is said once", async () => {
  let said = 0;
  browserWith({ open: [] }); // writes are not answered
  const second = await openSecondLine(known({ onSlow: () => (said += 1) }));
  await second.write([], [operation(1)]);
  await second.write([], [operation(2)]);
  assert.equal(said, 1);
});

test("what a journal finds late is told when it is there", async () => {
  const late = [];
  const told = browserWith({ open: [] });
  await openSecondLine(known({ onLate: (operations) => late.push(...operations) }));
  told.worker.onmessage({ data: { late: [operation(3)] } });
  assert.deepEqual(ids(late), ["op-3"]);
});

test("without files there is a mirror, which another page takes over", async () => {
  const rows = inBrowser({ isSecure: true });
  browserWith({ open: new Error("no files here") });
  const second = await openSecondLine(known());
  await second.write([], [operation(1), operation(2)]);
  await second.write([operation(1)], []);
  assert.deepEqual([...rows.keys()], ["box:tab"]);
  const next = await openSecondLine(known({ tab: "other" }));
  assert.deepEqual(ids(next.found), ["op-2"]);
  assert.deepEqual([...rows.keys()], ["box:other"]);
  await next.write(next.found, []);
  assert.equal(rows.size, 0);
});

test("where the context is not secure there is a mirror, too", async () => {
  inBrowser({ isSecure: false });
  const second = await openSecondLine(known());
  assert.equal(second.isMirror, true);
  assert.deepEqual(second.found, []);
});

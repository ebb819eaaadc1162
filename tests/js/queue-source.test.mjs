import "./bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

globalThis.document ??= { cookie: "" };
const { ChosenImages } = await import("labeler/queue-source");

const SELECTION = Array.from({ length: 100 }, (_, place) => 1000 - place);

// A server that lists by number, and knows no image of `gone`.
function listing({ gone = [], fails = () => false } = {}) {
  globalThis.fetch = async (address) => {
    if (fails()) throw new TypeError("no network");
    const ids = new URL(address, "http://here").searchParams.get("ids").split(",").map(Number);
    const results = ids.filter((id) => !gone.includes(id)).sort((one, other) => one - other).map((id) => ({ id }));
    return { ok: true, status: 200, json: async () => ({ results }) };
  };
}

const ids = (assets) => assets.map(({ id }) => id);

test("a selection comes whole, in its own order", async () => {
  listing();
  const source = new ChosenImages("/api/", SELECTION);
  assert.ok(!source.done);
  assert.deepEqual(ids(await source.later()), SELECTION);
  assert.ok(source.done && source.started);
});

test("what was deleted meanwhile is passed over", async () => {
  listing({ gone: [SELECTION[1]] });
  assert.deepEqual(ids(await new ChosenImages("/api/", SELECTION).later()).slice(0, 2), [SELECTION[0], SELECTION[2]]);
});

test("a selection that was not reached is asked for again", async () => {
  let isOff = true;
  listing({ fails: () => isOff });
  const source = new ChosenImages("/api/", SELECTION);
  await assert.rejects(source.later());
  assert.ok(!source.done);
  isOff = false;
  assert.deepEqual(ids(await source.later()), SELECTION);
});

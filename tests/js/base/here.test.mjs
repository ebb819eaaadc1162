import "../bare-names.mjs";
import { mock, test } from "node:test";
import assert from "node:assert/strict";

const handlers = {};
mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
globalThis.document = { cookie: "" };
globalThis.addEventListener = (kind, handler) => (handlers[kind] = handler);
const { idle, isAway } = await import("base/here");
const { get } = await import("base/http");

async function headersOfNext() {
  let told;
  globalThis.fetch = async (url, { headers }) => ((told = headers), { ok: true, json: async () => null });
  await get("/api/");
  return told;
}

test("nobody is at a window that felt nothing for a minute, until it feels something", () => {
  for (const kind of Object.keys(handlers)) {
    mock.timers.tick(60_000);
    assert.equal(isAway(), false);
    mock.timers.tick(1);
    assert.equal(isAway(), true);
    assert.equal(idle(), 60_001);
    handlers[kind]();
    assert.equal(isAway(), false);
  }
  assert.deepEqual(Object.keys(handlers).sort(), ["click", "keydown", "pointerdown", "pointermove", "wheel"]);
});

test("what is asked while nobody is there says so", async () => {
  handlers.keydown();
  assert.equal("X-Unattended" in (await headersOfNext()), false);
  mock.timers.tick(60_001);
  assert.equal((await headersOfNext())["X-Unattended"], 1);
});

test("a clock that was set back makes nobody longer away", () => {
  handlers.keydown();
  mock.timers.setTime(500_000);
  assert.equal(idle(), 0);
});

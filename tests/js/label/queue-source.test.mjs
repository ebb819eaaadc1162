import "../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

globalThis.document ??= { cookie: "" };
const { ClaimedImages, ListedImages } = await import("label/queue-source");

// Answers every call with these images, and notes its address.
function serve(...ids) {
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(new URL(address, "http://here").searchParams);
    return { ok: true, json: async () => ({ results: ids.map((id) => ({ id })), next: null }) };
  };
  return asked;
}

test("claims are asked for beyond what is held, two hundred at most, for this tab", async () => {
  const asked = serve(1);
  const source = new ClaimedImages("/api/", "tab-1");
  await source.later(10, () => false);
  await source.later(190, () => false);
  assert.deepEqual(asked.map((query) => [query.get("limit"), query.get("tab")]), [["50", "tab-1"], ["200", "tab-1"]]);
});

test("claims are at their end when all that comes is here, until it is looked again", async () => {
  serve(1, 2);
  const source = new ClaimedImages("/api/", "");
  await source.later(0, (id) => id === 1);
  assert.equal(source.done, false);
  await source.later(0, () => true);
  assert.equal(source.done, true);
  source.reopen();
  assert.equal(source.done, false);
});

test("a list has its ends where there is no cursor", async () => {
  serve(3, 2, 1);
  const source = new ListedImages("/api/", { filter: "done", before: "3", after: null });
  assert.deepEqual([source.started, source.done], [false, true]);
  assert.deepEqual((await source.earlier()).map(({ id }) => id), [1, 2, 3]);
  assert.equal(source.started, true);
  assert.deepEqual(await source.earlier(), []);
});

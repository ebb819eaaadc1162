import "../../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

globalThis.document ??= { cookie: "" };
const { ListedImages } = await import("label/queue/listed");
const { ClaimedImages } = await import("label/queue/source");

// Answers every call with these images, and notes its body.
function serve(...ids) {
  const asked = [];
  globalThis.fetch = async (address, { body } = {}) => {
    asked.push(body && JSON.parse(body));
    return { ok: true, json: async () => ({ results: ids.map((id) => ({ id })), next: null, previous: null, ahead: [] }) };
  };
  return asked;
}

function claims(shown = () => null) {
  return new ClaimedImages("/api/", { sign: () => ({ tab: "tab-1", shown: shown() }), waiting: () => [7], onStretch: () => {} });
}

test("a window tells of itself, of what waits, and asks for what is nobody's once it is at work", async () => {
  const asked = serve(1);
  const source = claims();
  await source.later({ enough: 12, get: () => undefined });
  await source.later({ enough: 70, get: () => undefined });
  assert.deepEqual(asked, [
    { tab: "tab-1", shown: null, waiting: [7], ahead: 0 },
    { tab: "tab-1", shown: null, waiting: [7], ahead: 70 },
  ]);
});

test("a wish is told once", async () => {
  const asked = serve(1);
  const source = claims();
  source.wish = { take_over: true };
  await source.later({ enough: 12, get: () => undefined });
  await source.later({ enough: 12, get: () => undefined });
  assert.deepEqual(asked.map(({ take_over }) => take_over), [true, undefined]);
});

test("claims are at their end when all that comes is here, until another image is shown or it is looked again", async () => {
  serve(1, 2);
  let shown = 1;
  const source = claims(() => shown);
  await source.later({ enough: 12, get: (id) => id === 1 || undefined });
  assert.equal(source.done, false);
  await source.later({ enough: 12, get: (id) => id });
  assert.equal(source.done, true);
  source.reopen();
  assert.equal(source.done, false);
  await source.later({ enough: 12, get: (id) => id });
  shown = 2;
  assert.equal(source.done, false);
});

test("a list has its ends where there is no cursor", async () => {
  serve(1, 2, 3);
  const source = new ListedImages("/api/", { list: { sort: "place", status: "done" }, before: "3", after: null });
  assert.deepEqual([source.started, source.done], [false, true]);
  assert.deepEqual((await source.earlier()).map(({ id }) => id), [1, 2, 3]);
  assert.equal(source.started, true);
  assert.deepEqual(await source.earlier(), []);
});

test("a list that was sorted anew is read from its start, and no place is told any more", async () => {
  const source = new ListedImages("/api/", { list: { sort: "odd", category: "1" }, address: "review=sort%3Dodd", before: "older", after: "old" });
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(new URL(address, "http://here").searchParams.get("cursor"));
    if (asked.at(-1) === "old") return { ok: false, status: 409, json: async () => ({ error: { code: "changed_meanwhile", message: "Begin it again." } }) };
    return { ok: true, json: async () => ({ results: [{ id: 8 }], next: null, previous: null }) };
  };
  const queue = { offset: 40 };
  assert.deepEqual((await source.later(queue)).map(({ id }) => id), [8]);
  assert.deepEqual([asked, queue.offset], [["old", null], 0]);
  assert.deepEqual([source.started, source.done], [true, true]);
});

import "../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

const { judge, SIGNED_OUT } = await import("uploads/send");
const { askKnown, hashAll } = await import("uploads/known");

globalThis.document ??= { cookie: "" };

const answering = (status, body) => { globalThis.fetch = async () => ({ ok: status < 400, status, json: async () => body }); };

test("each answer of the server means one thing for the file", () => {
  assert.deepEqual(judge(201, { id: 1 }), { result: "done", asset: { id: 1 } });
  assert.equal(judge(200, { duplicate: true }).result, "duplicate");
  assert.deepEqual(judge(400, { error: { message: "The file is empty." } }), { result: "refused", reason: "The file is empty." });
  assert.equal(judge(413, null).result, "refused");
  for (const status of [408, 429, 500, 502, 503]) assert.equal(judge(status, null).result, "lost");
  const full = { error: { code: "disk_full", message: "The disk is full." } };
  assert.deepEqual(judge(507, full), { result: "lost", reason: "The disk is full." });
  assert.equal(judge(200, null).result, "lost", "some box on the way answered");
});

test("who may send nothing at all is told so once, not for every file", () => {
  assert.deepEqual(judge(401, null), { result: "stopped", reason: SIGNED_OUT });
  assert.equal(judge(403, { error: { code: "permission_denied" } }).result, "stopped");
  assert.equal(judge(404, null).result, "stopped");
});

test("known files are named by their hash; what cannot be read is said", async () => {
  const good = { file: new Blob(["abc"]) };
  const gone = { file: { arrayBuffer: async () => { throw new Error(); } } };
  const unread = [];
  await hashAll([gone, good], (item) => unread.push(item));
  assert.deepEqual(unread, [gone]);
  assert.equal(good.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  answering(200, { known: { [good.sha256]: 7 }, names: { [good.sha256]: "a.jpg" } });
  const asked = [];
  const { fetch } = globalThis;
  globalThis.fetch = (url, { body }) => { asked.push(JSON.parse(body)); return fetch(url); };
  const { assetOf } = await askKnown([good, { sha256: "b", of: { row: { name: "b.jpg", folder: "x", size: 3 } } }], "known/");
  assert.deepEqual(asked, [{ sha256: [good.sha256, "b"], named: [{ sha256: "b", name: "b.jpg", folder: "x" }] }]);
  assert.deepEqual([assetOf(good), assetOf({ sha256: "other" })], [{ id: 7, original_name: "a.jpg" }, null]);
});

test("a question without an answer is lost, one that is not taken stops, and one that makes no sense changes nothing", async () => {
  answering(503, null);
  assert.equal((await askKnown([], "known/")).result, "lost");
  globalThis.fetch = async () => { throw new TypeError(); };
  assert.equal((await askKnown([], "known/")).result, "lost");
  answering(401, null);
  assert.deepEqual(await askKnown([], "known/"), { result: "stopped", reason: SIGNED_OUT });
  answering(400, null);
  assert.equal((await askKnown([], "known/")).assetOf({}), null);
});

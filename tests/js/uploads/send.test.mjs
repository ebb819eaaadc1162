import "../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

const { joins, judge, sendTogether, SIGNED_OUT, UNREADABLE } = await import("uploads/send");
const { askKnown, hashAll } = await import("uploads/known");

globalThis.document ??= { cookie: "" };
globalThis.File ??= (await import("node:buffer")).File; // node 18 has it, but not there

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

// XMLHttpRequest, as far as it is used. `told`: {status, body}, or the event that comes in place of an answer.
function replying(told) {
  const seen = [];
  globalThis.XMLHttpRequest = class extends EventTarget {
    upload = new EventTarget();
    open(method, url) { seen.push(method, url); }
    setRequestHeader() {}
    send(form) {
      seen.push([...form].map(([name, value]) => [name, value.name ?? value]));
      this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: 1, total: 4 }));
      Object.assign(this, { status: told.status, responseText: JSON.stringify(told.body) });
      setTimeout(() => this.dispatchEvent(new Event(told.event ?? "load")));
    }
  };
  return seen;
}

const small = (name) => ({ file: new File(["abc"], name), fields: { place: 7, folder: "" } });
const pair = [small("a.jpg"), small("b.jpg")];

test("files that go together have their fields in their order, and each is told what became of it", async () => {
  const bad = { error: { code: "bad_place", message: "Ask for places anew." } };
  const results = [{ asset: { id: 1 }, duplicate: false }, { asset: { id: 2 }, duplicate: true }, { error: { code: "empty", message: "The file is empty." } }, bad];
  const seen = replying({ status: 200, body: { results } });
  const parts = [];
  const told = await sendTogether([...pair, small("c.jpg"), small("d.jpg")], "several/", (part) => parts.push(part));
  assert.deepEqual(seen.slice(0, 2), ["POST", "several/"]);
  assert.deepEqual(seen[2].slice(0, 4), [["place", "7"], ["folder", ""], ["file", "a.jpg"], ["place", "7"]]);
  assert.deepEqual(told.map(({ result }) => result), ["done", "duplicate", "refused", "unplaced"]);
  assert.deepEqual([told[0].asset, told[2].reason], [{ id: 1 }, "The file is empty."]);
  assert.deepEqual(parts, [0.25]);
});

test("what is said of the whole request is said of each file, but a refusal of the whole is of none of them", async () => {
  const of = async (told) => {
    replying(told);
    return (await sendTogether(pair, "several/", () => {}))?.map(({ result }) => result) ?? null;
  };
  assert.deepEqual(await of({ status: 503, body: null }), ["lost", "lost"]);
  assert.deepEqual(await of({ status: 401, body: null }), ["stopped", "stopped"]);
  assert.deepEqual(await of({ event: "error" }), ["lost", "lost"]);
  for (const status of [400, 413]) assert.equal(await of({ status, body: null }), null, "each is sent alone");
  assert.deepEqual(await of({ status: 200, body: { results: [] } }), ["lost", "lost"], "some box on the way answered");
});

test("a file that the server fell over is told as none of the others, and is to be sent alone", async () => {
  const failed = { error: { code: "failed", message: "Labeler failed over this picture. Send it alone." } };
  replying({ status: 200, body: { results: [{ asset: { id: 1 }, duplicate: false }, failed] } });
  const told = await sendTogether(pair, "several/", () => {});
  assert.deepEqual(told, [{ result: "done", asset: { id: 1 } }, null]);
});

test("small files join others, but for those that the server converts or reads for seconds", () => {
  const named = (name, size = 1000) => joins({ name, size });
  for (const name of ["a.jpg", "a.JPEG", "heic.png", "tif", "a.tiff.webp"]) assert.equal(named(name), true, name);
  for (const name of ["a.HEIC", "a.heif", "a.hif", "a.avif", "a.tif", "a.TIFF"]) assert.equal(named(name), false, name);
  assert.deepEqual([named("a.jpg", 500_000), named("a.jpg", 500_001)], [true, false]);
});

test("where one of the files is gone each is sent alone, and tells for itself", async () => {
  const gone = small("gone.jpg");
  gone.file.slice = () => ({ arrayBuffer: async () => { throw new Error(UNREADABLE); } });
  replying({ event: "error" });
  assert.equal(await sendTogether([pair[0], gone], "several/", () => {}), null);
});

import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { endUpload, isSame, leftUploads, sendInPieces, standingOf } = await import("uploads/tus");

const URL_ = "/api/v1/projects/wardrobe/uploads/";
const HERE = `${URL_}one/`;
const PIECE = 8_000_000;

globalThis.document = { cookie: "csrftoken=secret", body: { dataset: { user: "7" } } };

// What a browser keeps, by name and as properties, as localStorage does.
function storage() {
  const kept = {};
  Object.defineProperties(kept, {
    getItem: { value: (key) => kept[key] ?? null },
    setItem: { value: (key, text) => { kept[key] = text; } },
    removeItem: { value: (key) => { delete kept[key]; } },
  });
  return kept;
}

// A server that speaks tus. `fails(piece number)` answers how a piece goes wrong: "before" or "after" it arrived, or a
// response.
class Server {
  constructor({ fails = () => null, told = {} } = {}) {
    Object.assign(this, { fails, told, begun: 0, bytes: null, size: 0, offsets: [], metadata: "", ended: 0 });
  }

  fetch = async (url, { method = "GET", headers = {} } = {}) => {
    const answer = (status, sent = {}, body = {}) => ({
      ok: status < 400, status, headers: { get: (name) => sent[name] ?? null }, json: async () => body, text: async () => JSON.stringify(body),
    });
    if (method === "POST") {
      this.begun += 1;
      this.metadata = headers["Upload-Metadata"];
      this.size = headers["Upload-Length"];
      this.bytes = 0;
      return answer(201, { Location: `http://another-name${HERE}` });
    }
    if (this.bytes === null) return answer(404, {}, { error: { code: "not_found", message: "Not found." } });
    if (method === "HEAD") return answer(200, { "Upload-Offset": String(this.bytes) });
    if (method === "DELETE") {
      this.ended += 1;
      this.bytes = null;
      return answer(204);
    }
    return answer(200, {}, { asset: 12, video: null, duplicate: false, error: "", ...this.told });
  };

  // XMLHttpRequest, as far as it is used.
  get Request() {
    const server = this;
    return class {
      upload = new EventTarget();
      #events = new EventTarget();
      #headers = {};
      addEventListener(...told) { this.#events.addEventListener(...told); }
      open(method, url) { assert.deepEqual([method, url], ["PATCH", HERE]); }
      setRequestHeader(name, value) { this.#headers[name] = value; }
      getResponseHeader() { return String(server.bytes); }
      abort() { this.#tell("abort"); }
      #tell(...names) { for (const name of [...names, "loadend"]) this.#events.dispatchEvent(new Event(name)); }
      send(piece) {
        this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: Math.floor(piece.size / 2) }));
        const start = Number(this.#headers["Upload-Offset"]);
        const trouble = server.fails(server.offsets.push(start));
        if (trouble === "held") return; // until it is aborted
        if (trouble !== "before" && start === server.bytes && !trouble?.status) server.bytes += piece.size;
        if (typeof trouble === "string") return void setTimeout(() => this.#tell("error"));
        this.status = trouble?.status ?? 204;
        this.responseText = JSON.stringify(trouble?.body ?? {});
        setTimeout(() => this.#tell("load"));
      }
    };
  }
}

function serve(options) {
  const server = new Server(options);
  globalThis.fetch = server.fetch;
  globalThis.XMLHttpRequest = server.Request;
  return server;
}

const file = (size = 2.5 * PIECE, name = "walk.mp4") => Object.assign(new Blob([new Uint8Array(size)]), { name, lastModified: 5 });
const send = (which, more = {}) => sendInPieces(which, URL_, { kind: "video", onProgress: () => {}, ...more });

beforeEach(() => {
  globalThis.localStorage = storage();
});

test("a file goes in pieces, one behind the other, and what became of it is told", async () => {
  const server = serve();
  const seen = [];
  const told = await send(file(), { onProgress: (sent) => seen.push(sent) });
  assert.deepEqual(server.offsets, [0, PIECE, 2 * PIECE]);
  assert.equal(told.asset, 12);
  assert.deepEqual(seen, [0, PIECE / 2, PIECE, 1.5 * PIECE, 2 * PIECE, 2.25 * PIECE, 2.5 * PIECE]);
  assert.equal(server.metadata, `filename ${btoa("walk.mp4")},kind ${btoa("video")}`);
  assert.deepEqual(Object.keys(localStorage), []);
});

test("names of any letters arrive", async () => {
  const server = serve();
  await send(file(10, "Spaß 猫.mp4"));
  const bytes = Uint8Array.from(atob(server.metadata.split(",")[0].split(" ")[1]), (letter) => letter.charCodeAt(0));
  assert.equal(new TextDecoder().decode(bytes), "Spaß 猫.mp4");
});

for (const [when, standing] of [["before", PIECE], ["after", 2 * PIECE]]) {
  test(`a connection that breaks ${when} a piece arrived: it goes on where the server stands`, async () => {
    const server = serve({ fails: (number) => (number === 2 ? when : null) });
    await assert.rejects(send(file()), TypeError);
    await send(file());
    assert.deepEqual(server.offsets, [0, PIECE, standing, ...(when === "before" ? [2 * PIECE] : [])]);
    assert.deepEqual([server.begun, server.bytes], [1, 2.5 * PIECE]);
  });
}

test("an upload that is left is known after a reload, to the same person only, and can be ended", async () => {
  const server = serve({ fails: (number) => (number === 2 ? "before" : null) });
  await assert.rejects(send(file()), TypeError);
  const [left] = leftUploads(URL_, "video");
  assert.deepEqual([left.name, left.size, left.address], ["walk.mp4", 2.5 * PIECE, HERE]);
  assert.equal(isSame(left, file(), URL_, "video"), true);
  assert.equal(isSame(left, file(2 * PIECE), URL_, "video"), false);
  assert.equal(await standingOf(left), PIECE);
  assert.deepEqual(leftUploads(URL_, "image"), []);
  document.body.dataset.user = "8";
  assert.deepEqual(leftUploads(URL_, "video"), []);
  document.body.dataset.user = "7";
  await endUpload(file(), URL_, "video");
  assert.deepEqual([server.ended, leftUploads(URL_, "video")], [1, []]);
});

test("one that the server has forgotten is forgotten, and begins anew", async () => {
  const server = serve({ fails: (number) => (number === 2 ? "before" : null) });
  await assert.rejects(send(file()), TypeError);
  server.bytes = null;
  assert.equal(await standingOf(leftUploads(URL_, "video")[0]), null);
  assert.deepEqual(leftUploads(URL_, "video"), []);
  await send(file());
  assert.deepEqual([server.begun, server.offsets], [2, [0, PIECE, 0, PIECE, 2 * PIECE]]);
});

test("what the server says no to is told with its reason, and does not go on", async () => {
  const body = { error: { code: "no_video", message: "The file has no video stream." } };
  serve({ fails: (number) => (number === 3 ? { status: 400, body } : null) });
  await assert.rejects(send(file()), (problem) => problem.status === 400 && problem.message === "The file has no video stream.");
  assert.deepEqual(leftUploads(URL_, "video"), []);
});

test("a refusal that is told only afterwards is one, too", async () => {
  serve({ told: { error: "This is not a picture.", error_code: "unusable" } });
  await assert.rejects(send(file()), ({ status, code, message }) => status === 400 && code === "unusable" && message === "This is not a picture.");
});

test("who is signed out, or meets an error of the server, goes on later", async () => {
  for (const status of [401, 403, 500, 503]) {
    localStorage = storage();
    serve({ fails: (number) => (number === 2 ? { status, body: null } : null) });
    await assert.rejects(send(file()), (problem) => problem.status === status);
    assert.equal(leftUploads(URL_, "video").length, 1);
  }
});

test("another tab that goes on with the same upload: it is asked again where it stands", async () => {
  const server = serve({ fails: (number) => (number === 2 ? { status: 409 } : null) });
  await assert.rejects(send(file()), TypeError);
  await send(file());
  assert.equal(server.bytes, 2.5 * PIECE);
});

test("who stops it ends the request at once, and can go on", async () => {
  const server = serve({ fails: (number) => (number === 2 ? "held" : null) });
  const stop = new AbortController();
  const sending = send(file(), { signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(sending, { name: "AbortError" });
  await send(file());
  assert.deepEqual([server.begun, server.offsets.slice(2)], [1, [PIECE, 2 * PIECE]]);
});

test("where nothing may be stored it goes on all the same, until the page is left", async () => {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get() { throw new Error("forbidden"); } });
  const server = serve({ fails: (number) => (number === 2 ? "before" : null) });
  await assert.rejects(send(file()), TypeError);
  await send(file());
  assert.equal(server.begun, 1);
  assert.deepEqual(leftUploads(URL_, "video"), []);
  Object.defineProperty(globalThis, "localStorage", { configurable: true, writable: true, value: storage() });
});

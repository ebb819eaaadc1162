import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

globalThis.document = { cookie: "" };
const { letGoIfDeleted } = await import("label/deleted");

const DATA = { urls: { deleted: "/deleted/7/" }, notes: { deleted: { text: "Deleted.", one: "One went.", many: "{n} went." } } };

// What waits, by image; what was said; and what the server answers about the project.
function waiting(images, status) {
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return { ok: status === 200, status, json: async () => ({}) };
  };
  const left = [...images];
  const said = [];
  const sender = {
    get images() {
      return left.slice(-1_000);
    },
    load: async () => {},
    replace: async (asset, operation) => {
      assert.equal(operation, null);
      left.splice(left.indexOf(asset), 1);
    },
    kick: () => said.push("kicked"),
  };
  const notes = { show: () => said.push(`${notes.lasting.text} ${notes.lasting.more}`) };
  return { asked, left, said, sender, notes };
}

test("what waits for a project that was deleted is let go of, and that is said", async () => {
  const { asked, left, said, sender, notes } = waiting([3, 4, ...[...Array(1_000).keys()].map((number) => number + 10)], 200);
  await letGoIfDeleted(DATA, sender, notes);
  assert.deepEqual({ asked, left, said }, { asked: ["/deleted/7/"], left: [], said: ["Deleted. 1002 went.", "kicked"] });
});

test("what waits for a project that somebody may only no longer open stays", async () => {
  const { left, said, sender, notes } = waiting([3], 404);
  await assert.rejects(letGoIfDeleted(DATA, sender, notes));
  assert.deepEqual({ left, said }, { left: [3], said: [] });
});

test("the server is asked by one of those who ask at the same time", async () => {
  const { asked, said, sender, notes } = waiting([3], 200);
  await Promise.all([letGoIfDeleted(DATA, sender, notes), letGoIfDeleted(DATA, sender, notes)]);
  assert.deepEqual([asked.length, said], [1, ["Deleted. One went.", "kicked"]]);
});

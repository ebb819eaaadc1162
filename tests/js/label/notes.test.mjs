import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Notes } = await import("label/notes");

const words = {
  one: "1 label waits until",
  many: "{n} labels wait until",
  offline: { kind: "warn", text: "No connection: {stored} it is back." },
  "logged-out": { kind: "bad", text: "Signed out. {stored} you sign in." },
  "no-store": { kind: "warn", text: "Nothing is stored here." },
  "not-stored": "The server was not reached.",
};

// What the page shows in a state, with so many answers that wait.
async function shownIn(state, waiting, { stores = true } = {}) {
  const shown = [];
  const saved = { show() {}, node: { textContent: "" } };
  const notes = new Notes({ words, saved, signIn: "sign in", view: { note: (note) => shown.push(note), announce() {} } });
  const sender = { waiting, stores, problems: [] };
  notes.connection(state, sender);
  await notes.load(sender);
  return { notes, shown, now: () => shown.at(-1) };
}

test("a lost connection says how many labels wait; all is well says nothing", async () => {
  assert.equal((await shownIn("offline", 3)).now().text, "No connection: 3 labels wait until it is back.");
  assert.equal((await shownIn("offline", 1)).now().text, "No connection: 1 label waits until it is back.");
  assert.equal((await shownIn("saved", 0)).now(), undefined);
  assert.equal((await shownIn("saving", 2)).now(), undefined);
});

test("where nothing can be stored, it says so; and while the server is away, that the page must stay open", async () => {
  assert.equal((await shownIn("saved", 0, { stores: false })).now().text, "Nothing is stored here.");
  assert.equal((await shownIn("offline", 1, { stores: false })).now().text, "The server was not reached.");
});

test("who is signed out is asked to sign in, and cannot wave it away", async () => {
  const { text, actions } = (await shownIn("logged-out", 2)).now();
  assert.equal(text, "Signed out. 2 labels wait until you sign in.");
  assert.deepEqual(actions, [["Sign in", "sign in"]]);
});

test("what was waved away comes again with the next outage only", async () => {
  const { notes, shown, now } = await shownIn("offline", 1);
  const [[, dismiss]] = now().actions;
  dismiss();
  assert.equal(now(), undefined);
  notes.connection("offline", { waiting: 2, stores: true, problems: [] });
  assert.equal(now(), undefined);
  notes.connection("saved", { waiting: 0, stores: true, problems: [] });
  notes.connection("offline", { waiting: 1, stores: true, problems: [] });
  assert.equal(now().text, "No connection: 1 label waits until it is back.");
  assert.equal(shown.filter(Boolean).length, 2);
});

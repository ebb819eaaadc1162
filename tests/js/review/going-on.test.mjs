import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { GoingOn } = await import("review/doing/going-on");

function storage() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
}

let clicked, link, live, left, dialog;

beforeEach(() => {
  left = [];
  dialog = null;
  live = { textContent: "" };
  link = { hidden: false, href: "/next", target: "", getAttribute: () => "?next", click: () => clicked({ target: { closest: () => link }, preventDefault: () => left.push("waits") }) };
  globalThis.window = { localStorage: storage(), sessionStorage: storage() };
  globalThis.location = { href: "/next", assign: (address) => left.push(address) };
  globalThis.document = { getElementById: () => live, querySelector: (what) => (what.startsWith("dialog") ? dialog : link), addEventListener: (_, hear) => (clicked = hear) };
});

// A page with an action of which it is not known yet how it ends: `end()`, `fail()`.
function page({ isDone = true, isBusy = false } = {}) {
  const [told, said] = [[], []];
  let end, fail;
  const turn = isBusy ? new Promise((resolve, reject) => ([end, fail] = [resolve, reject])) : Promise.resolve();
  const acting = { told: "3 approved.", isBusy, inTurn: (work) => turn.then(work, () => undefined), say: (words) => said.push(words), tellAgain: (words) => told.push(words) };
  const choosing = { oneClass: {}, isDone, counted: Promise.resolve() };
  return { acting, choosing, told, said, end: () => end(), fail: () => fail(), way: new GoingOn({}, { acting, choosing }) };
}

const settled = () => new Promise((done) => setTimeout(done));

test("a page that is done stays, unless somebody chose that it goes on; then the next one tells what was done", async () => {
  await page().way.whenDone();
  await settled();
  assert.deepEqual(left, []);
  const other = page({ isDone: false });
  await other.way.toggle();
  assert.equal(live.textContent, "A page that is done goes on by itself");
  await page().way.whenDone();
  await settled();
  assert.deepEqual(left, ["/next"]);
  const following = page();
  following.way.tell();
  following.way.tell();
  assert.deepEqual(following.told, ["3 approved."]);
});

test("what was done is told on the page that was gone on to, and on no other", async () => {
  await page().way.toggle();
  await settled();
  location.href = "/another";
  const another = page();
  another.way.tell();
  location.href = "/next";
  another.way.tell();
  assert.deepEqual([left, another.told], [["/next"], []]);
});

test("who switched it off, left, or began something else while the numbers came is not led away", async () => {
  for (const meanwhile of [(way) => way.toggle(), (way) => way.leave("/elsewhere"), () => (dialog = {}), () => (document.activeElement = { closest: () => ({}) })]) {
    const { way, choosing } = page({ isDone: false });
    if (!way.isOn) await way.toggle();
    choosing.isDone = true;
    let come;
    choosing.counted = new Promise((resolve) => (come = resolve));
    way.whenDone();
    meanwhile(way);
    come();
    await settled();
    dialog = document.activeElement = null;
  }
  assert.deepEqual(left, ["/elsewhere"]);
});

test("what is no longer done when its turn comes stays, and where nothing comes there is nothing to go on to", async () => {
  await page({ isDone: false }).way.toggle();
  const undone = page({ isBusy: true });
  undone.way.whenDone();
  await settled();
  undone.choosing.isDone = false;
  undone.end();
  await settled();
  link.hidden = true;
  await page().way.whenDone();
  await settled();
  assert.deepEqual(left, []);
  assert.equal(page().way.next(), false);
  assert.equal(live.textContent, "No more pages");
});

test("a link waits for what is being saved, and leads nowhere when that failed", async () => {
  const saving = page({ isBusy: true });
  assert.equal(saving.way.next(), true);
  await settled();
  assert.deepEqual([left, saving.said], [["waits"], ["Opens once this is saved."]]);
  saving.end();
  await settled();
  assert.deepEqual(left, ["waits", "/next"]);
  const failing = page({ isBusy: true });
  failing.way.next();
  failing.fail();
  await settled();
  assert.deepEqual(left, ["waits", "/next", "waits"]);
});

test("in another tab a link leads on at once, and so it does where nothing is being saved", async () => {
  page({ isBusy: true });
  clicked({ ctrlKey: true, target: { closest: () => link }, preventDefault: () => left.push("waits") });
  assert.deepEqual(left, []);
  page().way.next();
  assert.deepEqual(left, ["waits", "/next"]);
});

test("when a save hangs, the same link once more leads on at once", async (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  page({ isBusy: true }).way.next();
  link.click();
  now = 2001;
  link.click();
  assert.deepEqual(left, ["waits", "waits"]); // the third time the browser follows it
});

test("where storage is forbidden nothing goes on by itself, and nothing fails", async () => {
  globalThis.window = {
    get localStorage() {
      throw new Error("forbidden");
    },
    get sessionStorage() {
      throw new Error("forbidden");
    },
  };
  const { way, told } = page();
  await way.toggle();
  way.tell();
  await way.whenDone();
  await settled();
  assert.deepEqual([left, told], [[], []]);
});

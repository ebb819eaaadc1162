import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { BulkActions, changedWords, leftAlone } = await import("review/bulk");

const image = (id, status = "labeled", category_ids = [1], revision = 1) => ({ id, revision, status, category_ids });
const outcome = (more) => ({ id: "b-1", changed: 0, already: 0, refused: 0, changed_meanwhile: 0, reasons: [], ...more });

globalThis.document = { cookie: "" };

// Answers the bulk calls with these, and `assets/ID/` with what is stored.
function serve(outcomes, stored = {}) {
  const asked = [];
  globalThis.fetch = async (url, { method, body }) => {
    asked.push([method, url, body && JSON.parse(body)]);
    return { ok: true, json: async () => (method === "POST" ? outcomes.shift() : stored[url.split("/").at(-2)]) };
  };
  return asked;
}

test("images are named with the revision they were seen at", async () => {
  const asked = serve([outcome({ changed: 2 })]);
  await new BulkActions("/api/").act([{ images: [image(1), image(2, "needs_review", [2], 7)], answer: { status: "approved" } }]);
  assert.deepEqual(asked, [["POST", "/api/bulk/", { asset_ids: [{ id: 1, revision: 1 }, { id: 2, revision: 7 }], status: "approved" }]]);
});

test("right and wrong ones have each their answer in one request, and one step", async () => {
  const asked = serve([outcome({ changed: 2 })]);
  const [wrong, right] = [{ status: "labeled", category_ids: [3] }, { status: "approved" }];
  const parts = [{ images: [image(1)], answer: wrong }, { images: [image(2)], answer: right }];
  const { now, step } = await new BulkActions("/").act(parts);
  assert.deepEqual(asked[0][2], {
    asset_ids: [{ id: 1, revision: 1 }], ...wrong, others: { asset_ids: [{ id: 2, revision: 1 }], ...right },
  });
  assert.deepEqual(now, [image(1, "labeled", [3], 2), image(2, "approved", [1], 2)]);
  assert.deepEqual(step.changes.map(({ id }) => id), [1, 2]);
});

test("when all went as expected, those that changed are known without asking again", async () => {
  const asked = serve([outcome({ changed: 1, already: 1 })]);
  const { now, step } = await new BulkActions("/").act([{ images: [image(1), image(2, "approved")], answer: { status: "approved" } }]);
  assert.deepEqual(now, [image(1, "approved", [1], 2)]);
  assert.deepEqual(step.changes, [{ id: 1, before: { status: "labeled", category_ids: [1] }, after: { status: "approved", category_ids: [1] } }]);
  assert.equal(asked.length, 1);
});

test("a category for all replaces the one that each had", async () => {
  serve([outcome({ changed: 2 })]);
  const { now } = await new BulkActions("/").act([{ images: [image(1), image(2, "approved", [2])], answer: { status: "labeled", category_ids: [3] } }]);
  assert.deepEqual(now.map(({ status, category_ids }) => [status, category_ids]), [["labeled", [3]], ["labeled", [3]]]);
});

test("when somebody else was there, the server is asked how the images are", async () => {
  const stored = { 1: image(1, "approved", [1], 2), 2: image(2, "skipped", [], 5) };
  const asked = serve([outcome({ changed: 1, changed_meanwhile: 1 })], stored);
  const { now } = await new BulkActions("/").act([{ images: [image(1), image(2)], answer: { status: "approved" } }]);
  assert.deepEqual(now.sort((one, other) => one.id - other.id), [stored[1], stored[2]]);
  assert.equal(asked.length, 3);
});

test("all that match are named by the filter and its bounds", async () => {
  const asked = serve([outcome({ changed: 300 })]);
  const everything = { filter: { status: "in_review" }, max_id: 900, as_of: 12 };
  const { now } = await new BulkActions("/").act([{ images: [image(1)], answer: { status: "approved" } }], everything);
  assert.deepEqual(asked[0][2], { ...everything, status: "approved" });
  assert.deepEqual(now, [image(1, "approved", [1], 2)]);
});

test("undo gives each its own answer back, and undoing that is the redo", async () => {
  serve([outcome({ changed: 2 }), outcome({ id: "b-2", changed: 2 }), outcome({ id: "b-3", changed: 2 })]);
  const actions = new BulkActions("/");
  const before = [image(1), image(2, "needs_review", [2])];
  const { now, step } = await actions.act([{ images: before, answer: { status: "approved" } }]);
  const undone = await actions.undo(step, "before", now);
  assert.deepEqual(undone.now, [image(1, "labeled", [1], 3), image(2, "needs_review", [2], 3)]);
  assert.equal(step.id, "b-2");
  const redone = await actions.undo(step, "after", undone.now);
  assert.deepEqual(redone.now.map(({ status }) => status), ["approved", "approved"]);
});

test("what was left alone is said, with the reason", () => {
  assert.equal(leftAlone(outcome({ changed: 5 })), "");
  assert.equal(leftAlone(outcome({ already: 2, changed_meanwhile: 1 })), "2 already so; 1 left alone, changed meanwhile");
  assert.equal(leftAlone(outcome({ refused: 3, reasons: ["Approved needs a category."] })), "3 not possible: Approved needs a category");
});

test("what changed is said, of all or by what became of them", () => {
  assert.equal(changedWords(outcome(), "approved"), "Nothing changed.");
  assert.equal(changedWords(outcome({ changed: 1200 }), "taken back"), "1,200 taken back.");
  const both = { approved: "approved", needs_review: "set to needs review" };
  assert.equal(changedWords(outcome({ changed: 5, by_status: { needs_review: 2, approved: 3 } }), both), "3 approved, 2 set to needs review.");
  assert.equal(changedWords(outcome({ changed: 2, by_status: { needs_review: 2 } }), both), "2 set to needs review.");
});

test("which of them were mended the server says, and they are told by themselves", async () => {
  const asked = serve([
    outcome({ changed: 3, by_status: { approved: 2, labeled: 1 }, mended: [1] }),
    outcome({ id: "b-2", changed: 3, by_status: { labeled: 3 }, mended: [] }),
    outcome({ id: "b-3", changed: 3, by_status: { approved: 2, labeled: 1 }, mended: [] }),
    outcome({ id: "b-4", changed: 2, by_status: { approved: 1, labeled: 1 }, changed_meanwhile: 1 }),
  ], Object.fromEntries([1, 2, 3].map((id) => [id, image(id)])));
  const words = { approved: "approved", mended: "mended to Hat and approved", labeled: "labeled Hat" };
  const wrong = { status: "labeled", category_ids: [3], vouch: true };
  const actions = new BulkActions("/");
  const parts = [{ images: [image(1), image(2)], answer: wrong }, { images: [image(3)], answer: { status: "approved" } }];
  const { outcome: done, now, step } = await actions.act(parts);
  assert.equal(asked[0][2].vouch, true);
  assert.deepEqual(now, [image(1, "approved", [3], 2), image(2, "labeled", [3], 2), image(3, "approved", [1], 2)]);
  assert.equal(changedWords(done, words), "1 approved, 1 mended to Hat and approved, 1 labeled Hat.");
  const undone = await actions.undo(step, "before", now);
  assert.deepEqual(undone.now.map(({ status }) => status), ["labeled", "labeled", "labeled"]);
  const redone = await actions.undo(step, "after", undone.now);
  assert.equal(changedWords(redone.outcome, words), "1 approved, 1 mended to Hat and approved, 1 labeled Hat.");
  // Of a part of them it is not known which: nothing is said that may be wrong.
  const part = await actions.undo(step, "after", redone.now);
  assert.equal(changedWords(part.outcome, words), "1 approved, 1 labeled Hat.");
});

test("nobody vouches for what is not on the page", async () => {
  const asked = serve([outcome({ changed: 300 })]);
  const everything = { filter: {}, max_id: 900, as_of: 12 };
  await new BulkActions("/").act([{ images: [image(1)], answer: { status: "labeled", category_ids: [3], vouch: true } }], everything);
  assert.deepEqual(asked[0][2], { ...everything, status: "labeled", category_ids: [3] });
});

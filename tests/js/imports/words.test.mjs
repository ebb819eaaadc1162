import "../bare-names.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";

const words = await import("imports/words");
const bytes = (text) => new TextEncoder().encode(text);
const none = { count: 0, items: [] };
const some = (...names) => ({ count: names.length, items: names.map((name) => ({ name, why: "" })) });
const report = { to_set: 0, would_replace: 0, set: 0, replaced: 0, kept: 0, already_so: 0, without_label: 0, unknown_images: none, unknown_categories: none, retired_categories: none, ambiguous: none };

test("the kind is guessed from the first bytes", () => {
  assert.equal(words.guessKind(bytes(`PK\x03\x04${"x".repeat(26)}manifest.json`)), "labels");
  assert.equal(words.guessKind(bytes(`PK\x03\x04${"x".repeat(60)}`)), "zip");
  assert.equal(words.guessKind(bytes("")), "labels");
  assert.equal(words.guessKind(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b)), "labels");
});

test("what was skipped is told", () => {
  assert.equal(words.result({ kind: "labels", state: "done", report: { ...report, set: 3, skipped: 1 } }), "2 labels set, 1 image skipped.");
});

test("what stands above an import tells where it is", () => {
  const job = { kind: "labels", original_name: "a.csv", dry_run: true, state: "running" };
  const title = (facts) => words.head({ ...job, ...facts }).title;
  assert.deepEqual(
    [title({}), title({ dry_run: false }), title({ state: "failed" }), title({ dry_run: false, state: "done" }), title({ state: "cancelled" })],
    ["Looking at the file", "Importing", "This file cannot be read", "Imported", "Import cancelled"],
  );
  assert.deepEqual(words.head({ ...job, kind: "undo", dry_run: false, state: "done" }), { title: "Taken back", lead: "The import of a.csv" });
});

test("an import that gave answers can be taken back once", () => {
  const job = { kind: "labels", state: "done", dry_run: false, can_be_undone: true, report: { set: 2 } };
  assert.equal(words.canBeUndone(job), true);
  for (const facts of [{ can_be_undone: false }, { state: "running" }, { report: { set: 0 } }, { report: null }]) assert.equal(words.canBeUndone({ ...job, ...facts }), false);
  assert.equal(words.canBeUndone({ ...job, kind: "zip", report: { labeled: 1 } }), true);
  assert.equal(words.canBeUndone({ ...job, kind: "zip", report: { labeled: 0, labels: { set: 3 } } }), true);
  assert.equal(words.canBeUndone({ ...job, kind: "undo", report: { taken_back: 3 } }), true);
});

test("what was taken back is told, and what was not", () => {
  const told = (report) => words.result({ kind: "undo", state: "done", report: { taken_back: 0, changed_since: 0, stayed: 0, reasons: [], ...report } });
  assert.equal(told({ taken_back: 1200 }), "1,200 answers taken back.");
  assert.equal(told({ taken_back: 1, changed_since: 1 }), "1 answer taken back. 1 changed since, and stays.");
  assert.equal(told({ stayed: 2, reasons: ["Hat was removed."] }), "0 answers taken back. 2 could not be taken back: Hat was removed.");
});

test("one that failed is decided upon where its report is that of a look, and its file is here", () => {
  const job = { state: "failed", can_run_again: true, report: { problems: [] } };
  assert.equal(words.canBeDecided(job), true);
  for (const facts of [{ state: "done" }, { can_run_again: false }, { report: null }, { report: { added: 1 } }]) assert.equal(words.canBeDecided({ ...job, ...facts }), false);
});

test("lists name what they hold, and how many more there are", () => {
  const found = words.lists({ ...report, unknown_categories: some("Shoe"), ambiguous: { count: 9, items: [{ name: "1.png", why: "2 images have this name." }] } });
  assert.deepEqual(found.map(({ title, count, items }) => [title, count - items.length]), [["1 category that is not here", 0], ["9 images that are ambiguous", 8]]);
});

test("the end is told in words", () => {
  const zip = { kind: "zip", state: "done", report: { added: 74, already_here: 12, labeled: 0, kept: 0, new_categories: [] } };
  assert.equal(words.result(zip), "74 images added, 12 already here.");
  zip.report = { added: 1, already_here: 0, labeled: 1, kept: 2, new_categories: ["Hat"] };
  assert.equal(words.result(zip), "1 image added, 1 label set, 2 other answers kept. New category: Hat.");
  assert.equal(words.result({ kind: "csv", state: "done", report: { ...report, set: 412, kept: 1, already_so: 3 } }), "412 labels set, 1 other answer kept, 3 so already.");
  assert.match(words.result({ kind: "csv", state: "cancelled" }), /stays/);
});

test("progress is told as far as it is known", () => {
  const job = { kind: "zip", state: "running", original_name: "a.zip", progress: 0, total: null };
  assert.deepEqual([words.percent(job), words.doing(job)], [null, "Reading a.zip."]);
  const on = { ...job, progress: 1200, total: 4000 };
  assert.deepEqual([words.percent(on), words.doing(on)], [30, "1,200 of 4,000 files of a.zip."]);
});

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

test("what a file is, and what was skipped in it, is told", () => {
  assert.equal(
    words.dryRun({ ...report, title: "Label Studio, JSON", to_set: 3, skipped: 1, without_label: 1 }),
    "Label Studio, JSON. 2 labels can be set. 1 image is skipped, as in the file. 1 image has none in the file.",
  );
  assert.equal(words.result({ kind: "labels", state: "done", report: { ...report, set: 3, skipped: 1 } }), "2 labels set, 1 image skipped.");
});

test("a dry run tells what can be set, and what is left out", () => {
  assert.equal(words.dryRun({ ...report, to_set: 412 }), "412 labels can be set.");
  assert.equal(
    words.dryRun({ ...report, to_set: 1, already_so: 1, without_label: 2, unknown_images: some("a.jpg") }),
    "1 label can be set. 1 image has the label already. 2 images have none in the file. What is listed below is left out.",
  );
  assert.equal(words.dryRun(report), "No label is new here.");
});

test("other answers are replaced only when that is chosen", () => {
  const found = { ...report, to_set: 3, would_replace: 2 };
  assert.equal(words.others(found), "Replace 2 other answers");
  assert.equal(words.others(report), "");
  assert.deepEqual([words.toSet(found, false), words.toSet(found, true)], [3, 5]);
});

test("lists name what they hold, and how many more there are", () => {
  const found = words.lists({ ...report, unknown_categories: some("Shoe"), ambiguous: { count: 9, items: [{ name: "1.png", why: "2 images have this name." }] } });
  assert.deepEqual(found.map(({ title, more }) => [title, more]), [["1 category that is not here", 0], ["9 images that are ambiguous", 8]]);
  assert.equal(words.isUnclear({ ...report, ambiguous: some("x") }), true);
  assert.equal(words.isUnclear(report), false);
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

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { problemNote } = await import("label/problem-note");
const { answerWords } = await import("label/words");

const names = new Map([[1, { name: "Shirt" }], [2, { name: "Outwear" }]]);
const WORDS = { unlabeled: "Unlabeled", labeled: "Labeled", needs_review: "Needs review", approved: "Approved", skipped: "Skipped" };
const describe = (answer) => answerWords(answer, (id) => names.get(id), WORDS);

const did = {
  unlabeled: "cleared the label of {image}", skipped: "skipped {image}", labeled: "labeled {image} as {answer}", other: "set {image} to {answer}",
};

function noteOf(problem, answer = { status: "labeled", category_ids: [2] }) {
  const decide = (asset, mine) => [asset, mine && describe(mine)];
  const known = { username: "alice", words: { did }, describe, decide };
  const note = problemNote({ asset: 7, ...answer, problem: { by: "tomas", ...problem } }, known);
  return { ...note, actions: note.actions.map(([words, run]) => [words, run()]) };
}

const KEEP = [7, null];
const USE = [7, "Outwear"];

const present = (status, ...category_ids) => ({ status, category_ids, original_name: "IMG_2047.jpg" });

test("a conflict tells both answers and offers both", () => {
  const note = noteOf({ kind: "conflict", present: present("labeled", 1) });
  assert.equal(note.text, "tomas labeled IMG_2047 as Shirt.");
  assert.equal(note.more, "Your answer Outwear was not saved.");
  assert.deepEqual(note.actions, [["Keep Shirt", KEEP], ["Use Outwear", USE]]);
});

test("a conflict with another tab of the same person says so", () => {
  const note = noteOf({ kind: "conflict", by: "alice", present: present("skipped") });
  assert.equal(note.text, "You, in another tab, skipped IMG_2047.");
});

test("whatever the other one did has its words", () => {
  const said = (...state) => noteOf({ kind: "conflict", present: present(...state) }).text;
  assert.equal(said("skipped"), "tomas skipped IMG_2047.");
  assert.equal(said("unlabeled"), "tomas cleared the label of IMG_2047.");
  assert.equal(said("approved", 1), "tomas set IMG_2047 to Shirt, approved.");
});

test("an answer that the server refused can be retried or let go, with the reason", () => {
  const note = noteOf({ kind: "rejected", detail: "Category 2 was retired.", present: present("unlabeled") });
  assert.equal(note.text, "Outwear was not saved on IMG_2047.");
  assert.equal(note.more, "Category 2 was retired.");
  assert.deepEqual(note.actions, [["Retry", USE], ["Discard", KEEP]]);
});

test("an image that is gone can only be let go", () => {
  const note = noteOf({ kind: "rejected", detail: "This project has no asset 7.", present: null });
  assert.equal(note.text, "Outwear was not saved on image 7.");
  assert.deepEqual(note.actions, [["Discard", KEEP]]);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { connectionNote, problemNote } = await import("label/words");
const { answerWords } = await import("label/words");

const names = new Map([[1, { name: "Shirt" }], [2, { name: "Outwear" }]]);
const WORDS = { unlabeled: "Unlabeled", labeled: "Labeled", needs_review: "Needs review", approved: "Approved", skipped: "Skipped" };
const describe = (answer) => answerWords(answer, (id) => names.get(id), WORDS);

const did = {
  unlabeled: "cleared the label of {image}", skipped: "skipped {image}", labeled: "labeled {image} as {answer}", other: "set {image} to {answer}",
};

function noteOf(problem, answer = { status: "labeled", category_ids: [2] }) {
  return problemNote({ mine: { asset: 7, ...answer, problem }, who: "tomas", did, describe, keep: "keep", use: "use" });
}

const present = (status, ...category_ids) => ({ status, category_ids, original_name: "IMG_2047.jpg" });

test("a conflict tells both answers and offers both", () => {
  const note = noteOf({ kind: "conflict", present: present("labeled", 1) });
  assert.equal(note.text, "tomas labeled IMG_2047 as Shirt.");
  assert.equal(note.more, "Your answer Outwear was not saved.");
  assert.deepEqual(note.actions, [["Keep Shirt", "keep"], ["Use Outwear", "use"]]);
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
  assert.deepEqual(note.actions, [["Retry", "use"], ["Discard", "keep"]]);
});

test("an image that is gone can only be let go", () => {
  const note = noteOf({ kind: "rejected", detail: "This project has no asset 7.", present: null });
  assert.equal(note.text, "Outwear was not saved on image 7.");
  assert.deepEqual(note.actions, [["Discard", "keep"]]);
});

test("a lost connection says how many labels wait; all is well says nothing", () => {
  const notes = { one: "1 label waits until", many: "{n} labels wait until", offline: { kind: "warn", text: "No connection: {stored} it is back." } };
  const said = (...state) => connectionNote(notes, ...state);
  assert.deepEqual(said("offline", 3), { kind: "warn", text: "No connection: 3 labels wait until it is back." });
  assert.equal(said("offline", 1).text, "No connection: 1 label waits until it is back.");
  assert.equal(said("saved", 0), undefined);
  assert.equal(said("saving", 2), undefined);
});

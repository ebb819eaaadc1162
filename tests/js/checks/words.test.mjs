// What a finished check says: the same words as the pages of the server.

import assert from "node:assert/strict";
import { test } from "node:test";

import "../bare-names.mjs";

const { seenWords, wrongWords } = await import("checks/words");

const said = (judged) => [wrongWords(judged), seenWords(judged)];

test("a sample says how many are wrong at most, rounded up", () => {
  assert.deepEqual(said({ wrong: 0, size: 125, population: 9000, upper_bound: 0.02361 }), ["At most 2.4% of the labels are wrong", "With 95% confidence: 0 of 125 were wrong."]);
  assert.equal(wrongWords({ wrong: 1, size: 2, population: 3, upper_bound: 0.007 }), "At most 0.7% of the labels are wrong");
});

test("who looked at all knows, and no bound is spoken of", () => {
  assert.deepEqual(said({ wrong: 0, size: 713, population: 713, upper_bound: 0 }), ["0% of the labels are wrong", "All labels were looked at: 0 of 713 were wrong."]);
  assert.equal(wrongWords({ wrong: 57, size: 713, population: 713, upper_bound: 57 / 713 }), "8% of the labels are wrong");
});

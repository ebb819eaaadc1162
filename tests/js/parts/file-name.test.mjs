import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { halves } = await import("parts/file-name");

test("the last ten characters of a name stay together", () => {
  assert.deepEqual(halves("2026-11-28_north_IMG_2046.jpeg"), ["2026-11-28_north_IMG", "_2046.jpeg"]);
  assert.deepEqual(halves("cat.png"), ["", "cat.png"]);
  assert.deepEqual(halves(""), ["", ""]);
});

test("an accent stays with its letter, and no character is halved", () => {
  assert.deepEqual(halves("e\u0301".repeat(6) + "b123456.jp"), ["e\u0301".repeat(6), "b123456.jp"]);
  assert.deepEqual(halves("ne\u0301" + "12345.jp!"), ["n", "e\u030112345.jp!"]);
  assert.deepEqual(halves("\u{1F431}".repeat(11)), ["\u{1F431}", "\u{1F431}".repeat(10)]);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import "../../bare-names.mjs";

const { changesOf, isSame, percentOf } = await import("../../../../static/labeler/settings/general/changes.js");

const SAVED = { name: "Wardrobe", guidelines: "one\r\ntwo", split_ratios: { val: 1500, test: 1500, train: 7000 }, closed: false };

test("what a form has as the server has it is no change, in whatever order and with whatever line breaks", () => {
  const now = { name: "Wardrobe", guidelines: "one\ntwo", split_ratios: { train: 7000, val: 1500, test: 1500 }, closed: false };
  assert.deepEqual(changesOf(SAVED, now), {});
});

test("only what differs is a change", () => {
  const now = { ...SAVED, name: "Closet", split_ratios: null };
  assert.deepEqual(changesOf(SAVED, now), { name: "Closet", split_ratios: null });
  assert.deepEqual(changesOf({ ...SAVED, split_ratios: null }, SAVED), { split_ratios: SAVED.split_ratios });
  assert.deepEqual(changesOf(SAVED, { ...SAVED, closed: true }), { closed: true });
});

test("shares that are none differ from all that a project can have", () => {
  for (const ratios of [null, SAVED.split_ratios]) assert(!isSame({ train: NaN }, ratios));
});

test("shares are told in percent with two decimals at most", () => {
  assert.deepEqual([8000, 3333, 0, 50].map(percentOf), ["80", "33.33", "0", "0.5"]);
});

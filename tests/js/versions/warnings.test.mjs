import { test } from "node:test";
import assert from "node:assert/strict";
import { warningOf } from "../../../static/labeler/versions/warnings.js";

const category = (id, name, active = true) => ({ id, name, active });
const categories = [category(1, "Dress"), category(2, "Bag"), category(3, "Not clothing"), category(4, "Old", false)];

test("categories without images and with very few are named, others are not", () => {
  assert.equal(warningOf({ 1: 200, 2: 7, 3: 0, 4: 0 }, categories), "Not clothing has no images and Bag has 7.");
});

test("a balanced selection warns of nothing, and a removed category is no concern", () => {
  assert.equal(warningOf({ 1: 20, 2: 30, 3: 25, 4: 0 }, categories), "");
});

test("a long list is cut", () => {
  const many = Array.from({ length: 9 }, (_, n) => category(n + 1, `C${n + 1}`));
  assert.equal(warningOf({ 1: 900 }, many), "C2, C3, C4, C5 and 4 more have no images.");
});

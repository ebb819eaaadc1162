import { test } from "node:test";
import assert from "node:assert/strict";
import { thinWords, warningOf } from "../../../static/labeler/versions/warnings.js";

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

test("classes with too few images in val or test are named with their numbers", () => {
  const thin = [{ category_id: 1, split: "val", images: 3 }, { category_id: 1, split: "test", images: 0 }, { category_id: 2, split: "test", images: 1 }];
  assert.equal(thinWords(thin, categories), "Fewer than 10 images to judge by: Dress has 3 in val and none in test; Bag has 1 in test.");
  assert.equal(thinWords([], categories), "");
});

test("of many such classes some are named", () => {
  const many = Array.from({ length: 7 }, (_, n) => category(n + 1, `C${n + 1}`));
  const thin = many.map(({ id }) => ({ category_id: id, split: "val", images: 1 }));
  assert.match(thinWords(thin, many), /C4 has 1 in val; 3 more classes have as few\.$/);
});

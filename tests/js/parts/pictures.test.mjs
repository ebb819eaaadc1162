import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Pictures } = await import("parts/pictures");
const { shownWords } = await import("label/stage/facts");

// Images that are decoded when the test says so.
function fakeImages() {
  const made = [];
  globalThis.Image = class {
    constructor() {
      made.push(this);
    }
    decode() {
      return new Promise((resolve, reject) => Object.assign(this, { isDecoding: true, finish: resolve, fail: reject }));
    }
  };
  const id = ({ src }) => Number(src.split("/").at(-2));
  const of = (number) => made.findLast((image) => id(image) === number);
  return {
    made,
    of,
    load: (number) => Object.assign(of(number), { complete: true }).onload(),
    fetched: () => made.map(id),
    decoding: () => made.filter(({ isDecoding }) => isDecoding).map(id),
  };
}

test("the next five and the last two are decoded, and then the further ones fetched one by one", () => {
  const images = fakeImages();
  const pictures = new Pictures("/");
  pictures.picture(10);
  pictures.keepAround(10, { before: [9, 8], after: [11, 12, 13, 14, 15, 16, 17] });
  const near = [8, 9, 10, 11, 12, 13, 14, 15];
  assert.deepEqual(images.fetched().sort((a, b) => a - b), near);
  near.forEach(images.load);
  assert.deepEqual(images.fetched().slice(near.length), [16]);
  images.load(16);
  assert.deepEqual(images.fetched().slice(near.length), [16, 17]);
  images.load(17);
  assert.deepEqual(images.decoding().sort((a, b) => a - b), near);
});

test("a picture is ready when it is decoded, not before", async () => {
  const images = fakeImages();
  const pictures = new Pictures("/");
  const shown = pictures.picture(1);
  assert.equal(pictures.ready(1), undefined);
  images.of(1).finish();
  assert.equal(await shown, images.of(1));
  assert.equal(pictures.ready(1), images.of(1));
  assert.equal(images.of(1).src, "/assets/1/display");
});

test("a deep picture is fetched by the way it is shown", () => {
  const images = fakeImages();
  const pictures = new Pictures("/");
  pictures.know({ id: 1, shown: { from: 200, to: 900.5, recipe: "200_900.5" } });
  pictures.know({ id: 2, shown: null });
  pictures.picture(1);
  pictures.picture(2);
  assert.equal(images.of(1).src, "/assets/1/display-200_900.5");
  assert.equal(images.of(2).src, "/assets/2/display");
});

for (const [from, to, words] of [[0, 4095, "Shown from 0 to 4095"], [-0.5, 1 / 3, "Shown from -0.5 to 0.333333"], [0, 1e-9, "Shown from 0 to 1e-9"]]) {
  test(`${from} to ${to} in words`, () => assert.equal(shownWords({ from, to }), words));
}

test("nothing is fetched twice, and what is out of reach is let go", () => {
  const images = fakeImages();
  const pictures = new Pictures("/");
  pictures.keepAround(1, { before: [], after: [2, 3] });
  pictures.keepAround(2, { before: [1], after: [3, 4] });
  assert.deepEqual(images.fetched(), [2, 3, 4, 1]);
  images.of(3).finish();
  pictures.keepAround(20, { before: [], after: [] });
  assert.equal(pictures.ready(3), undefined);
});

test("a picture that failed is tried again when it is asked for, and when the surroundings are", async () => {
  const images = fakeImages();
  const pictures = new Pictures("/");
  const failing = pictures.picture(1);
  images.of(1).fail(new Error("404"));
  await assert.rejects(failing);
  assert.equal(pictures.ready(1), undefined);
  pictures.picture(1);
  assert.equal(images.made.length, 2);

  pictures.keepAround(1, { before: [], after: [2] });
  images.of(2).fail(new Error("offline"));
  await Promise.resolve().then(() => {});
  pictures.keepAround(1, { before: [], after: [2] });
  assert.equal(images.fetched().filter((id) => id === 2).length, 2);
});

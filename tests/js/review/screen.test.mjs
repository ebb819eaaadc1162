import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { screenAfter } = await import("review/keys/screen");

// Ten rows of 90 px, a gap of 10 under each, scrolled down by so many; four are whole in a view of 400.
const VIEW = { top: 50, bottom: 450 };
const rows = (scrolled, count = 10) => Array.from({ length: count }, (_, row) => ({ top: 58 + 100 * row - scrolled, bottom: 148 + 100 * row - scrolled }));

test("Page Down brings the first row to the top that is not whole, and the focus by as many rows", () => {
  assert.deepEqual(screenAfter("PageDown", rows(0), VIEW, 0), { top: 4, row: 4 });
  assert.deepEqual(screenAfter("PageDown", rows(0), VIEW, 2), { top: 4, row: 6 });
  assert.deepEqual(screenAfter("PageDown", rows(330), VIEW, 5), { top: 7, row: 8 });
});

test("Page Up is the way back", () => {
  assert.deepEqual(screenAfter("PageUp", rows(800), VIEW, 8), { top: 4, row: 4 });
  assert.deepEqual(screenAfter("PageUp", rows(400), VIEW, 6), { top: 0, row: 2 });
  assert.deepEqual(screenAfter("PageUp", rows(200), VIEW, 3), { top: 0, row: 1 });
});

test("from where one looks, wherever the focus was left", () => {
  assert.deepEqual(screenAfter("PageDown", rows(300), VIEW, 0), { top: 7, row: 7 });
  assert.deepEqual(screenAfter("PageUp", rows(500), VIEW, 0), { top: 1, row: 1 });
});

test("where nothing is further down the focus goes to the last row, and further up to the first", () => {
  assert.deepEqual(screenAfter("PageDown", rows(600), VIEW, 7), { row: 9 });
  assert.deepEqual(screenAfter("PageDown", rows(0, 3), VIEW, 0), { row: 2 });
  assert.deepEqual(screenAfter("PageUp", rows(0), VIEW, 3), { top: 0, row: 0 });
});

test("rows that are higher than the view come one by one", () => {
  const high = { top: 50, bottom: 120 };
  assert.deepEqual(screenAfter("PageDown", rows(0), high, 0), { top: 1, row: 1 });
  assert.deepEqual(screenAfter("PageDown", rows(100), high, 1), { top: 2, row: 2 });
  assert.deepEqual(screenAfter("PageUp", rows(200), high, 2), { top: 1, row: 1 });
});

test("every row is passed, and none twice, however far it was scrolled", () => {
  for (let height = 100; height < 900; height += 37) {
    const view = { top: 50, bottom: 50 + height };
    const tops = [];
    for (let row = 0, focused = 0; row !== undefined;) {
      tops.push(row);
      const next = screenAfter("PageDown", rows(100 * row, 40), view, focused);
      assert(next.top === undefined || (next.top > row && next.row >= next.top));
      [row, focused] = [next.top, next.row];
    }
    assert.equal(new Set(tops).size, tops.length);
  }
});

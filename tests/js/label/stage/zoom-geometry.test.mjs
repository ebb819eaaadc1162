import { test } from "node:test";
import assert from "node:assert/strict";
import "../../bare-names.mjs";

const { FIT, fullSize, moved, zoomed } = await import("label/stage/zoom-geometry");

// A viewer of 1000 by 500 on a common screen, and a picture of 4000 by 3000: fitted, it is 667 wide and 500 high.
const FRAME = { width: 1000, height: 500, density: 1, picture: { width: 4000, height: 3000 } };
const SMALL = { ...FRAME, picture: { width: 100, height: 100 } };

const close = (one, other) => assert.ok(Math.abs(one - other) < 1e-6, `${one} is not ${other}`);

// Where in the picture (in pixels of the fitted one, from its middle) a point of the viewer lies.
const under = ({ z, x, y }, at) => ({ x: (at.x - x) / z, y: (at.y - y) / z });

test("at full size one pixel of the picture is one of the screen", () => {
  close(fullSize(FRAME), 6);
  close(fullSize({ ...FRAME, density: 2 }), 3);
  close(fullSize(SMALL), 100 / 500);
});

test("a wide picture is limited by the width of the viewer, a high one by its height", () => {
  close(fullSize({ ...FRAME, picture: { width: 4000, height: 400 } }), 4);
  close(fullSize({ ...FRAME, picture: { width: 400, height: 4000 } }), 400 / 50);
});

test("what lies under the pointer stays there while zooming", () => {
  const at = { x: 120, y: -80 };
  const near = zoomed(FIT, 2, FRAME, at);
  const nearer = zoomed(near, 5, FRAME, at);
  for (const view of [near, nearer]) {
    close(under(view, at).x, at.x);
    close(under(view, at).y, at.y);
  }
});

test("zooming in and out again ends where it began", () => {
  const there = zoomed(FIT, 3, FRAME, { x: 200, y: 100 });
  const back = zoomed(there, 1, FRAME, { x: 200, y: 100 });
  assert.deepEqual([back.z, back.x, back.y].map(Math.round), [1, 0, 0]);
});

test("it goes no further out than the fit, or the full size of a picture that is smaller than that", () => {
  assert.equal(zoomed(FIT, 0.1, FRAME).z, 1);
  close(zoomed(FIT, 0.1, SMALL).z, 0.2);
});

test("it goes in to eight pixels of the screen for one, and four times the fit of a small picture", () => {
  close(zoomed(FIT, 1000, FRAME).z, 48);
  close(zoomed(FIT, 1000, SMALL).z, 4);
});

test("no edge comes further in than the viewer's", () => {
  const view = { z: 3, x: 0, y: 0 }; // 2000 by 1500: 1000 and 1000 are outside
  assert.deepEqual(moved(view, FRAME, { x: 9999, y: 9999 }), { z: 3, x: 500, y: 500 });
  assert.deepEqual(moved(view, FRAME, { x: -9999, y: -9999 }), { z: 3, x: -500, y: -500 });
  assert.deepEqual(moved(view, FRAME, { x: 30, y: -40 }), { z: 3, x: 30, y: -40 });
});

test("what fits stays in the middle", () => {
  assert.deepEqual(moved(FIT, FRAME, { x: 50, y: 50 }), { z: 1, x: 0, y: 0 });
  const wide = { z: 1.2, x: 0, y: 0 }; // 800 by 600: only the height is too much
  const { x, y } = moved(wide, FRAME, { x: 70, y: 70 });
  assert.equal(x, 0);
  close(y, 50);
});

test("a viewer that became smaller pulls the picture back in", () => {
  const view = moved({ z: 3, x: 500, y: 500 }, { ...FRAME, width: 500, height: 250 });
  close(view.x, (333.3333333 * 3 - 500) / 2);
  close(view.y, (250 * 3 - 250) / 2);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { Pace } from "../../static/labeler/upload-pace.js";

function steady(bytesPerSecond, seconds) {
  const pace = new Pace();
  for (let at = 0; at <= seconds * 10; at += 1) pace.sent(bytesPerSecond / 10, at * 100);
  return pace;
}

test("nothing is told in the first seconds", () => {
  assert.equal(steady(1000, 2).perSecond(2000), null);
  assert.equal(new Pace().words(1000, 5000), "");
});

test("a steady stream has its speed, however long it lasts", () => {
  for (const seconds of [4, 9, 30]) {
    const rate = steady(1000, seconds).perSecond(seconds * 1000);
    assert.ok(Math.abs(rate - 1000) < 50, `${rate} after ${seconds}`);
  }
});

test("the time left is told in steps that do not flicker", () => {
  const words = (bytes) => steady(1000, 30).words(bytes, 30_000);
  assert.equal(words(3000), "a few seconds left");
  assert.equal(words(25_000), "30 seconds left");
  assert.equal(words(58_000), "1 minute left");
  assert.equal(words(130_000), "3 minutes left");
  assert.equal(words(8_000_000), "3 hours left");
});

test("after a pause it begins anew", () => {
  const pace = steady(1000, 30);
  pace.forget();
  assert.equal(pace.perSecond(60_000), null);
});

import "../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

const { Pace, timeLeft } = await import("uploads/pace");

// Bytes go out steadily, for so many seconds, and that is all the work there is.
function steady(bytesPerSecond, seconds, pace = new Pace()) {
  for (let at = 0; at <= seconds * 10; at += 1) pace.note(at * 100, { sent: (bytesPerSecond * at) / 10, through: (bytesPerSecond * at) / 10 });
  return pace;
}

test("nothing is told in the first seconds", () => {
  const pace = steady(1000, 2);
  assert.deepEqual([pace.speed, pace.secondsLeft(1000), pace.words(2000, 1000)], [null, null, ""]);
});

test("a steady stream has its speed, however long it lasts", () => {
  for (const seconds of [4, 9, 30]) assert.equal(Math.round(steady(1000, seconds).speed), 1000);
});

test("files that are here already shorten the time left and are no speed", () => {
  const pace = new Pace();
  for (let at = 0; at <= 5000; at += 500) pace.note(at, { sent: 0, through: at * 1000 });
  assert.deepEqual([pace.speed, pace.secondsLeft(30_000_000), pace.words(5000, 30_000_000)], [0, 30, "less than a minute left"]);
});

test("when nothing moves no time is told", () => {
  const pace = new Pace();
  for (let at = 0; at <= 5000; at += 500) pace.note(at, { sent: 0, through: 7 });
  assert.equal(pace.words(5000, 1000), "");
});

test("words stay for two seconds, whatever the numbers do", () => {
  const pace = steady(3_200_000, 4);
  assert.equal(pace.words(4000, 3_200_000 * 100), "3.2 MB/s, about 2 min left");
  pace.note(4500, { sent: 99_000_000, through: 99_000_000 });
  assert.equal(pace.words(5900, 10), "3.2 MB/s, about 2 min left");
  assert.notEqual(pace.words(6000, 10), "3.2 MB/s, about 2 min left");
});

test("the time left is told in steps that do not flicker", () => {
  const told = (seconds) => timeLeft(seconds);
  assert.equal(told(3), "a few seconds left");
  assert.equal(told(30), "less than a minute left");
  assert.equal(told(58), "about 1 min left");
  assert.equal(told(130), "about 3 min left");
  assert.equal(told(8000), "about 2 h left");
});

test("after a pause it begins anew", () => {
  const pace = steady(1000, 30);
  pace.forget();
  assert.deepEqual([pace.speed, pace.words(60_000, 1000)], [null, ""]);
});

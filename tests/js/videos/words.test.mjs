import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { about, doing, planned, spacing, timeLeft } = await import("videos/words");
const { isRunning, percent } = await import("base/job-progress");

test("how far an extraction is, by frames, or by time where nobody knows how many there will be", () => {
  assert.equal(percent({ progress: 7, planned: 30, facts: { duration_ms: 1000 } }), 23);
  assert.equal(percent({ progress: 3, planned: null, position_ms: 1500, facts: { duration_ms: 4000 } }), 37);
  assert.equal(percent({ progress: 0, planned: null, position_ms: null, facts: { duration_ms: 0 } }), 0);
  assert.equal(percent({ progress: 31, planned: 30, facts: {} }), 100, "never beyond the end");
});

test("what is being done, in frames", () => {
  assert.equal(doing({ progress: 1200, planned: 48000 }), "1,200 of 48,000");
  assert.deepEqual([1, 2].map((progress) => doing({ progress, planned: null })), ["1 frame", "2 frames"]);
});

test("only what waits or works runs", () => {
  const states = ["uploaded", "queued", "extracting", "ready", "failed", "cancelled"];
  assert.deepEqual(states.filter((state) => isRunning({ state })), ["queued", "extracting"]);
});

test("no estimate before three seconds, nor while nothing moves", () => {
  assert.equal(timeLeft([]), "");
  assert.equal(timeLeft([[0, 0], [2999, 0.5]]), "");
  assert.equal(timeLeft([[0, 0.5], [9000, 0.5]]), "");
  assert.equal(timeLeft([[0, 0.25], [10_000, 0.5]]), "about 20 seconds");
  assert.equal(timeLeft([[5000, 0], [10_000, 1]]), "about 1 second");
});

test("seconds are rounded as a person would", () => {
  const told = [0, 1.4, 1.6, 9.4, 11, 54, 55, 89, 91, 5340, 5400, 7200].map(about);
  assert.deepEqual(told, [
    "about 1 second", "about 1 second", "about 2 seconds", "about 9 seconds", "about 15 seconds", "about 55 seconds", "about 1 min",
    "about 1 min", "about 2 min", "about 89 min", "about 2 hours", "about 2 hours",
  ]);
});

test("a plan tells how many frames it gives, exactly, at most, or not before", () => {
  const known = planned({ frames: 48, exact: true, disk_bytes: 25_000_000, seconds: 12 });
  assert.deepEqual(known, { result: "48 frames", disk: "about 25 MB", time: "about 15 seconds", go: "Extract 48 frames" });
  assert.equal(planned({ frames: 1, exact: true, disk_bytes: 1, seconds: 1 }).go, "Extract 1 frame");
  const most = planned({ frames: 48, exact: false, disk_bytes: 25_000_000, seconds: 12 });
  assert.deepEqual([most.result, most.go], ["At most 48 frames", "Extract up to 48 frames"]);
  const scenes = planned({ frames: null, exact: false, disk_bytes: null, seconds: 12 });
  assert.deepEqual([scenes.result, scenes.disk, scenes.go], ["As many as there are scenes", "Known afterwards", "Extract scene changes"]);
});

test("a rate is told as the time between two frames", () => {
  assert.deepEqual([0.1, 0.5, 1, 4, 30].map(spacing), [
    "One frame every 10 seconds.", "One frame every 2 seconds.", "One frame every second.", "One frame every 250 ms.", "One frame every 33 ms.",
  ]);
  for (const rate of [0, -1, NaN]) assert.equal(spacing(rate), "");
});

// What is said of videos: how many frames, how long still, what a plan gives. Pure.

import { thousands } from "base/markup";
import { plural, size } from "base/words";

export function doing({ progress, planned }) {
  return planned ? `${thousands(progress)} of ${thousands(planned)}` : plural(progress, "frame");
}

// How long it will still take, from how far it was when: [[milliseconds, share], …]. Nothing before 3 seconds.
export function timeLeft(seen) {
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || last[0] - first[0] < 3000 || last[1] <= first[1]) return "";
  return about(((1 - last[1]) * (last[0] - first[0])) / (last[1] - first[1]) / 1000);
}

export function about(seconds) {
  if (seconds < 1.5) return "about 1 second";
  if (seconds < 55) return `about ${Math.round(seconds < 10 ? seconds : Math.ceil(seconds / 5) * 5)} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${Math.max(1, minutes)} min` : `about ${Math.round(minutes / 60)} hours`;
}

// What a plan gives, as the settings tell it.
export function planned({ frames, exact, disk_bytes: bytes, seconds }) {
  if (frames === null) return { result: "As many as there are scenes", disk: "Known afterwards", time: about(seconds), go: "Extract scene changes" };
  const count = plural(frames, "frame");
  return { result: exact ? count : `At most ${count}`, disk: `about ${size(bytes)}`, time: about(seconds), go: `Extract ${exact ? "" : "up to "}${count}` };
}

// One frame every 2 seconds.
export function spacing(rate) {
  if (!(rate > 0)) return "";
  if (rate > 1) return `One frame every ${Math.round(1000 / rate)} ms.`;
  const seconds = Number((1 / rate).toFixed(1));
  return seconds === 1 ? "One frame every second." : `One frame every ${seconds} seconds.`;
}

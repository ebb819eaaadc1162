// How fast uploads go, and when the rest will be there, in words that stay calm. The caller tells the time.

import { size } from "base/words";

const WINDOW = 10_000; // ms that are looked back at
const EVERY = 500; // ms between two samples
const FIRST = 3000; // ms before there is something to say
const STEADY = 2000; // ms that words stay

export class Pace {
  #samples = []; // {at, sent, through}, the oldest first
  #words = "";
  #since = -Infinity; // when the words were chosen

  // `sent`: bytes that went out so far, in all. `through`: work that is done so far, in any unit.
  note(now, { sent, through }) {
    const last = this.#samples.at(-1);
    if (last && now - last.at < EVERY) return;
    this.#samples.push({ at: now, sent, through });
    while (now - this.#samples[0].at > WINDOW) this.#samples.shift();
  }

  // A pause is no slow upload.
  forget() {
    this.#samples = [];
    this.#words = "";
    this.#since = -Infinity;
  }

  // Bytes a second; null before there is enough to tell.
  get speed() {
    return this.#perSecond("sent");
  }

  // Null before there is enough to tell, and when nothing moves.
  secondsLeft(work) {
    const rate = this.#perSecond("through");
    return rate > 0 ? work / rate : null;
  }

  // "3.2 MB/s, about 2 min left"; empty before there is enough to tell.
  words(now, workLeft) {
    if (now - this.#since < STEADY) return this.#words;
    if (this.speed === null) return "";
    this.#since = now;
    const seconds = this.secondsLeft(workLeft);
    this.#words = [rate(this.speed), seconds === null ? "" : timeLeft(seconds)].filter(Boolean).join(", ");
    return this.#words;
  }

  #perSecond(what) {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || last.at - first.at < FIRST) return null;
    return ((last[what] - first[what]) * 1000) / (last.at - first.at);
  }
}

export function timeLeft(seconds) {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 55) return "less than a minute left";
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `about ${minutes} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}

// Slower than a thousand bytes a second is no speed that anybody wants to read.
const rate = (bytes) => (bytes < 1000 ? "" : `${size(bytes)}/s`);

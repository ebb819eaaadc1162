// How fast bytes go out, and when the rest will be there. Pure: the caller tells the time.

const WINDOW = 10_000; // ms that are looked back at
const PATIENCE = 3000; // ms before there is something to say

export class Pace {
  #samples = []; // [at, bytes]
  #since = null;

  sent(bytes, now) {
    this.#since ??= now;
    this.#samples.push([now, bytes]);
    while (this.#samples.length && this.#samples[0][0] < now - WINDOW) this.#samples.shift();
  }

  // A pause is no slow upload.
  forget() {
    this.#samples = [];
    this.#since = null;
  }

  // Bytes a second; null before there is enough to tell.
  perSecond(now) {
    if (this.#since === null || now - this.#since < PATIENCE) return null;
    const recent = this.#samples.filter(([at]) => at >= now - WINDOW);
    const bytes = recent.reduce((sum, [, some]) => sum + some, 0);
    return bytes ? (bytes * 1000) / Math.min(WINDOW, now - this.#since) : null;
  }

  // "2 minutes left", in steps that do not flicker; empty before it can be told.
  words(bytesLeft, now) {
    const rate = this.perSecond(now);
    if (!rate) return "";
    const seconds = bytesLeft / rate;
    if (seconds < 10) return "a few seconds left";
    if (seconds < 55) return `${Math.ceil(seconds / 10) * 10} seconds left`;
    const minutes = Math.ceil(seconds / 60);
    if (minutes < 90) return `${minutes} minute${minutes === 1 ? "" : "s"} left`;
    return `${Math.ceil(minutes / 60)} hours left`;
  }
}

// What waits until the page has painted, and for its turn.

export const afterPaint = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

let last = Promise.resolve();

// Runs reads one after the other: on a large project each of them keeps the database busy.
export function inTurn(read) {
  last = last.then(read, read);
  return last;
}

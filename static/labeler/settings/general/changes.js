// What of a form differs from what the server has. Pure.

const LINE_BREAK = /\r\n?/g; // fields of forms have \n

// {field: what it is now} for each that differs. `saved` and `now` have the same fields.
export function changesOf(saved, now) {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => !isSame(value, saved[name])));
}

export function isSame(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(value) {
  if (typeof value === "string") return value.replace(LINE_BREAK, "\n");
  if (typeof value !== "object" || !value) return value;
  return Object.entries(value).sort(); // in whatever order they came
}

export const percentOf = (share) => String(Number((share / 100).toFixed(2)));

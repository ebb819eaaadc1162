// Turns a keydown into a command. Knows keys; knows no page and no network.

const GO_WITHIN = 1000; // ms between G and the letter after it
const GO = { h: "home", o: "overview", a: "assets", l: "label", r: "review", v: "versions" };
const FILTERS = ["all", "unlabeled", "in_review", "done", "skipped"]; // Shift+1 to Shift+5

const ARROWS = { ArrowRight: "right", ArrowLeft: "left", ArrowUp: "up", ArrowDown: "down" };

// Each table: what works as a single key, with Shift, with Ctrl or Cmd, and keys that type no character.
export const LABEL_KEYS = {
  single: {
    s: "skip", a: "approve", r: "review", z: "undo", n: "next-unlabeled", o: "overlay", p: "panels",
    ".": "same", "/": "find", "?": "shortcuts",
  },
  shifted: { z: "redo" },
  control: { z: "undo" },
  named: {
    ArrowRight: "next", ArrowDown: "next", ArrowLeft: "previous", ArrowUp: "previous",
    Home: "first", End: "last", Enter: "next", Backspace: "clear", Escape: "back",
  },
  filters: FILTERS,
};

export const REVIEW_KEYS = {
  single: { a: "approve", r: "review", z: "undo", c: "category-filter", i: "issues", p: "issues", "?": "shortcuts" },
  shifted: { z: "redo" },
  control: { z: "undo", a: "select-all" },
  named: {
    ArrowRight: "move", ArrowLeft: "move", ArrowUp: "move", ArrowDown: "move", Home: "move", End: "move",
    " ": "select", Enter: "open", Escape: "back",
  },
  filters: [],
};

// `singleKeys()` tells whether the person wants keys of one character at all (they can be switched off).
export function createKeymap(keys, singleKeys = () => true) {
  let wentAt = -Infinity;

  return function commandFor(event) {
    if (event.isComposing || event.altKey) return undefined;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.repeat && !(key in ARROWS)) return undefined;
    if (event.ctrlKey || event.metaKey) return command(!event.shiftKey && keys.control[key]);
    if (key.length > 1 || key === " ") return named(key, event);
    if (!singleKeys()) return undefined;

    const going = event.timeStamp - wentAt <= GO_WITHIN;
    wentAt = -Infinity;
    if (going && GO[key]) return { type: "go", to: GO[key] };
    if (key === "g" && !event.shiftKey) {
      wentAt = event.timeStamp;
      return { type: "go-pending" };
    }
    return digit(event) ?? command(single(key, event));
  };

  function named(key, event) {
    const type = keys.named[key];
    return type && { type, key, extend: event.shiftKey };
  }

  function digit(event) {
    const number = digitOf(event);
    if (number === undefined) return undefined;
    if (!event.shiftKey) return { type: "category", place: (number + 9) % 10 };
    const filter = keys.filters[number - 1];
    return filter && { type: "filter", filter };
  }

  // On many keyboards / and ? need Shift: it counts for letters only.
  function single(key, event) {
    const isLetter = key >= "a" && key <= "z";
    return event.shiftKey && isLetter ? keys.shifted[key] : keys.single[key];
  }
}

// By place on the keyboard, so that the row of digits works where it needs Shift to type them.
function digitOf({ code, key }) {
  const [, block, digit] = /^(Digit|Numpad)([0-9])$/.exec(code) ?? [];
  const typed = /^[0-9]$/.test(key);
  if (block === "Digit") return Number(digit);
  // Without NumLock the number pad is arrows, Home and End. Keyboards on screens may send no code at all.
  return typed && (block === "Numpad" || !code) ? Number(key) : undefined;
}

function command(type) {
  return type ? { type } : undefined;
}

// Keys typed into a field, or while a dialog is open, are not commands.
export function isForSomethingElse(event, document) {
  const field = event.target?.closest?.("input, textarea, select, [contenteditable]");
  return Boolean(field) || Boolean(document.querySelector("dialog[open]"));
}

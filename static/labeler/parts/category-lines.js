// A typed or pasted list of categories, one a line: `name`, or `name, #colour`. The twin of projects/rules/category_lines.py,
// which has the last word; tests/category_lines.json holds both to it. Knows no DOM and no network.

export const MOST = 1000;
const LONGEST = 100;
const RUN_BY_SPREADSHEETS = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const WITH_COLOR = /^(.*?)\s*[,\t]\s*(#\S*)\s*$/s;

// Every line that says something: {number, name, color, problem, sameAs, near}. `number` counts from 1 in the text; `color` is
// `#RRGGBB`, or null for the next one; `problem` is a sentence, or ""; `sameAs` and `near` are the number of an earlier line, or 0.
export function parse(text) {
  const taken = new Taken();
  let count = 0;
  return text.split(/\r\n|\r|\n/).flatMap((typed, place) => {
    if (!typed.trim()) return [];
    let line = against(taken, read(place + 1, typed));
    if (isWanted(line) && count === MOST) line = bad(line, `A list has at most ${MOST.toLocaleString("en-US")} categories.`);
    if (isWanted(line)) {
      taken.add(line.name, line.number);
      count += 1;
    }
    return [line];
  });
}

// It stands for a category of its own.
export const isWanted = (line) => !line.problem && !line.sameAs;

// Names that are taken, each with what has it, to find those that another name is like.
export class Taken {
  #owners = new Map();

  add(name, owner) {
    for (const [like, key] of KEYS) {
      const found = `${like} ${key(name)}`;
      if (!this.#owners.has(found)) this.#owners.set(found, owner);
    }
  }

  // {like: "same" | "width" | "near", owner}, the nearest first; null when no name is like this one.
  like(name) {
    for (const [like, key] of KEYS) {
      const found = `${like} ${key(name)}`;
      if (this.#owners.has(found)) return { like, owner: this.#owners.get(found) };
    }
    return null;
  }
}

function read(number, typed) {
  const [, name, color] = WITH_COLOR.exec(typed) ?? [null, typed, null];
  const line = { number, name: name.normalize("NFC").trim(), color: color ? color.toUpperCase() : null, problem: "", sameAs: 0, near: 0 };
  const problem = problemOf(line);
  return problem ? bad({ ...line, name: name.trim() }, problem) : line;
}

function problemOf({ name, color }) {
  const length = [...name].length;
  if (!name) return "Give it a name.";
  if (length > LONGEST) return `A name has at most ${LONGEST} characters; this one has ${length}.`;
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return "A name has no control characters or line breaks.";
  if (RUN_BY_SPREADSHEETS.test(name)) {
    return `A spreadsheet would take “${name}” for a formula and run it. Give the category a name that does not begin with = + - or @.`;
  }
  if (color !== null && !/^#[0-9A-F]{6}$/.test(color)) return "A colour is written as # and six hexadecimal digits, such as #1C9273.";
  return "";
}

function against(taken, line) {
  const found = line.problem ? null : taken.like(line.name);
  if (!found) return line;
  if (found.like === "same") return { ...line, sameAs: found.owner };
  if (found.like === "width") return bad(line, `Only the width of its characters differs from line ${found.owner}.`);
  return { ...line, near: found.owner };
}

const bad = (line, problem) => ({ ...line, color: null, problem });

// Python's casefold, but for a few letters of old scripts.
const fold = (text) => text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");

const KEYS = new Map([
  ["same", (name) => fold(name.normalize("NFC")).normalize("NFC")],
  ["width", (name) => fold(name.replace(/[\u3000\uff01-\uffee]/g, usualWidth).normalize("NFC")).normalize("NFC")],
  ["near", (name) => fold(name.normalize("NFKC")).normalize("NFKC")],
]);

const usualWidth = (character) => (character === "\uffe3" ? "\u00af" : character.normalize("NFKC"));

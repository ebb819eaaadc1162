// Which letters stand on which tiles. Pure: tiles are their ids.

// The nearest to the fingers first. None that says what becomes of a tile (A, R, L, Z, and Q, W, E, T, Y before a
// digit), and not M, which puts the letters away.
export const ALPHABET = [..."sdfghjkuionvcbxp"];
const LEADERS = [..."wetyq"];
const DIGITS = 10;

// With so many classes. Where a digit alone names each, none is led: the leaders are free, and fewer tiles have two.
export function alphabetFor(classes) {
  return classes > DIGITS ? ALPHABET : [...ALPHABET, ...LEADERS];
}

// Letters for `count` tiles: one each, and two for as few as can be. A letter that stands alone begins no two: none
// waits for a second in vain.
export function codesFor(count, alphabet = ALPHABET) {
  return codesWith(pairsFor(count, alphabet), alphabet);
}

// How many letters begin two.
function pairsFor(count, { length: most }) {
  return Math.min(most, Math.max(0, Math.ceil((count - most) / (most - 1))));
}

function codesWith(pairs, alphabet) {
  const alone = alphabet.slice(0, alphabet.length - pairs);
  const first = alphabet.slice(alphabet.length - pairs);
  return [...alone, ...first.flatMap((one) => alphabet.map((other) => one + other))];
}

export class Letters {
  #pairs = 0;
  #codes = new Map(); // id -> its letters

  constructor(alphabet = ALPHABET) {
    this.alphabet = alphabet;
  }

  // These tiles are on the screen, in their order. What stays there keeps its letters, and a letter that is needed to
  // begin two is given up.
  give(ids) {
    this.#pairs = Math.max(this.#pairs, pairsFor(ids.length, this.alphabet));
    const all = codesWith(this.#pairs, this.alphabet);
    const kept = new Map(ids.map((id) => [id, this.#codes.get(id)]).filter(([, code]) => all.includes(code)));
    const taken = new Set(kept.values());
    const free = all.filter((code) => !taken.has(code));
    this.#codes = new Map(ids.map((id) => [id, kept.get(id) ?? free.shift()]).filter(([, code]) => code));
  }

  of(id) {
    return this.#codes.get(id);
  }

  get size() {
    return this.#codes.size;
  }

  // The tile that has these letters.
  find(typed) {
    return [...this.#codes].find(([, code]) => code === typed)?.[0];
  }

  // Whether some tile's letters begin so, and go on.
  begins(typed) {
    return [...this.#codes.values()].some((code) => code.length > typed.length && code.startsWith(typed));
  }
}

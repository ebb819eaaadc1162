// The second line of answers that wait: a browser that is killed may make its database anew, and then they come from here.
// A journal in files of its own where the context is secure, else a mirror in localStorage, which a killed browser may
// have seconds late.

const PATIENCE = 50; // ms that an answer waits for the journal beside the database
const OPENING = 1_000; // ms that the page waits for it

// { address (of the worker), box, tab, owner (a name), onSlow() (once), onLate(operations): what was found later }. Resolves to it, with
// what it `found` of pages that are gone.
export async function openSecondLine(known) {
  const { box, tab, owner, onLate } = known;
  if (!navigator.storage?.getDirectory) return new Mirror(known);
  const journal = new Journal(known);
  const opening = journal.ask("open", { box, tab, owner }).then((found) => ({ found }), () => ({}));
  const opened = await Promise.race([opening, after(OPENING)]);
  if (opened && !opened.found) return new Mirror(known); // no files here
  if (!opened) opening.then(({ found = [] }) => onLate(found));
  return Object.assign(journal, { found: opened?.found ?? [] });
}

class Journal {
  #asked = new Map(); // id -> what hears the answer
  #last = 0;
  #wasSlow = false;

  constructor({ address, onSlow, onLate }) {
    this.onSlow = onSlow;
    this.worker = new Worker(address);
    this.worker.onmessage = ({ data: { id, answer, problem, late } }) => {
      if (late) return onLate(late);
      const { resolve, reject } = this.#asked.get(id);
      this.#asked.delete(id);
      return problem ? reject(new Error(problem)) : resolve(answer);
    };
    this.worker.onerror = () => {
      for (const { reject } of this.#asked.values()) reject(new Error("The journal does not run."));
      this.#asked.clear();
    };
  }

  ask(does, more) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.worker.postMessage({ id, does, ...more });
    });
  }

  // Resolves once it is flushed, or does not come in time.
  async write(remove, put) {
    const writing = this.ask("write", { remove: remove.map(({ op_id }) => op_id), put });
    const written = writing.then(() => true, () => false);
    if (!put.length || (await Promise.race([written, after(PATIENCE)])) || this.#wasSlow) return;
    this.#wasSlow = true;
    this.onSlow();
  }
}

class Mirror {
  isMirror = true;
  #waiting = new Map(); // op_id -> operation

  constructor({ box, tab }) {
    this.key = `${box}:${tab}`;
    this.found = this.#takeOver(box);
  }

  async write(remove, put) {
    for (const { op_id } of remove) this.#waiting.delete(op_id);
    for (const operation of put) this.#waiting.set(operation.op_id, operation);
    this.#store();
  }

  #takeOver(box) {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${box}:`));
      const found = keys.flatMap((key) => JSON.parse(localStorage.getItem(key)));
      for (const operation of found) this.#waiting.set(operation.op_id, operation);
      this.#store();
      for (const key of keys) if (key !== this.key) localStorage.removeItem(key);
      return found;
    } catch {
      return [];
    }
  }

  #store() {
    try {
      if (this.#waiting.size) localStorage.setItem(this.key, JSON.stringify([...this.#waiting.values()]));
      else localStorage.removeItem(this.key);
    } catch {
      // It is full or forbidden; the database has them.
    }
  }
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

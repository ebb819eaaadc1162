// A worker: the second line of answers that wait, in files that IndexedDB has no part in (OPFS). Only workers may flush
// them, and they have no import map: this file imports nothing. One file a page, locked while the page lives; what others
// left is taken over. A line is `+` and an operation, or `-` and the id of one that is settled; the first is `=` and the
// name of whose they are, which others are told, and localStorage may not know yet when the browser is killed.

const LATER = 2_000; // ms: the page before this one, of the same tab, may still be going
const encoder = new TextEncoder();
let directory, name, access, head;
let size = 0; // bytes
const waiting = new Map(); // op_id -> its operation

const work = {
  async open({ box, tab, owner }) {
    head = `=${JSON.stringify(owner)}\n`;
    directory = await (await navigator.storage.getDirectory()).getDirectoryHandle(box, { create: true });
    name = `${tab}.${crypto.randomUUID()}`;
    access = await lock(await directory.getFileHandle(name, { create: true }));
    setTimeout(async () => {
      const operations = await takeOver();
      if (operations.length) postMessage({ late: operations });
    }, LATER);
    return takeOver();
  },

  write({ put, remove }) {
    append(put, remove);
  },

  // What waits in these boxes, which may be other people's: { box, ids (of operations), owner (if it is told) }. Nothing is
  // locked or taken over.
  async look({ boxes }) {
    const root = await navigator.storage.getDirectory();
    return Promise.all(boxes.map(async (box) => ({ box, ...(await root.getDirectoryHandle(box).then(waitingIn).catch(() => ({ ids: [] }))) }))); // it is going
  },
};

const lock = (file) => file.createSyncAccessHandle();

// What files hold that no page locks, once it is in ours.
async function takeOver() {
  const taken = [];
  for await (const [other, file] of directory.entries()) {
    if (other === name) continue;
    const theirs = await lock(file).catch(() => null);
    if (theirs) taken.push({ other, theirs, operations: read(theirs) });
  }
  const operations = taken.flatMap((each) => each.operations);
  if (operations.length) append(operations, []);
  for (const { other, theirs } of taken) {
    theirs.close();
    await directory.removeEntry(other).catch(() => {}); // another page was faster
  }
  return operations;
}

async function waitingIn(folder) {
  const found = { ids: [] };
  for await (const file of folder.values()) {
    const text = await file.getFile().then((blob) => blob.text()).catch(() => ""); // it is going
    const operations = operationsIn(text);
    found.ids.push(...operations.map(({ op_id }) => op_id));
    if (operations.length && text.startsWith("=")) found.owner = nameIn(text.slice(1, text.indexOf("\n"))) ?? found.owner;
  }
  return found;
}

function nameIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // damaged: then it is somebody's
  }
}

function read(file) {
  const bytes = new Uint8Array(file.getSize());
  file.read(bytes, { at: 0 });
  return operationsIn(new TextDecoder().decode(bytes));
}

function operationsIn(text) {
  const found = new Map();
  // The last line is whole only with its end.
  for (const line of text.split("\n").slice(0, -1)) {
    if (line.startsWith("-")) found.delete(line.slice(1));
    else if (line.startsWith("+")) keep(found, line.slice(1));
  }
  return [...found.values()];
}

function keep(found, text) {
  try {
    const operation = JSON.parse(text);
    found.set(operation.op_id, operation);
  } catch {
    // Damaged: the others are not.
  }
}

function append(put, remove) {
  for (const operation of put) waiting.set(operation.op_id, operation);
  for (const id of remove) waiting.delete(id);
  if (!waiting.size) {
    access.truncate((size = 0));
  } else {
    const lines = [...(size ? [] : [head]), ...put.map((operation) => `+${JSON.stringify(operation)}\n`), ...remove.map((id) => `-${id}\n`)];
    size += access.write(encoder.encode(lines.join("")), { at: size });
  }
  access.flush();
}

let turn = Promise.resolve(); // one after the other

onmessage = ({ data: { id, does, ...more } }) => {
  turn = turn.then(() => work[does](more)).then((answer) => postMessage({ id, answer }), ({ message }) => postMessage({ id, problem: message }));
};

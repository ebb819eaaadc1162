// The files of a drop, whole folders included.

const UNWANTED = /^(\.|Thumbs\.db$|desktop\.ini$)/i; // what systems leave in folders; nobody means to upload it

export const isWanted = ({ name }) => !UNWANTED.test(name);

export const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

// Calls take(files) with each handful as it is found: a large folder starts before it is read to its end.
// The entries must be asked for while the drop is handled, so the first part runs at once.
export async function takeDropped(dataTransfer, take) {
  const entries = Array.from(dataTransfer.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return take(Array.from(dataTransfer.files).filter(isWanted));
  for (const entry of entries) await walk(entry, take);
  return undefined;
}

async function walk(entry, take) {
  if (entry.isFile) {
    if (isWanted(entry)) take([await fileOf(entry)]);
    return;
  }
  const reader = entry.createReader();
  for (let some = await read(reader); some.length; some = await read(reader)) {
    const files = some.filter((each) => each.isFile && isWanted(each));
    if (files.length) take(await Promise.all(files.map(fileOf)));
    for (const folder of some.filter((each) => each.isDirectory && isWanted(each))) await walk(folder, take);
  }
}

// A reader gives at most 100 entries at a time, and none at the end.
const read = (reader) => new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));

const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

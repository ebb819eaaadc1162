// The files of a drop, whole folders included.

const UNWANTED = /^(\.|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i; // what systems leave in folders
const AT_ONCE = 100; // files asked for at once

// A file of a chosen folder knows its way: what lies in a hidden folder is hidden too.
export function isWanted({ name, webkitRelativePath }) {
  return (webkitRelativePath || name).split("/").every((part) => !UNWANTED.test(part));
}

const paths = new WeakMap(); // of what was dropped: such a file does not know its way itself

// From the folder that was chosen or dropped down to the file, with `/`.
export const pathOf = (file) => paths.get(file) ?? (file.webkitRelativePath || file.name);

export const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

// Calls take(files) with each handful as it is found: a large folder starts before it is read to its end. What cannot
// be read is told by name: unreadable(name). The entries must be asked for while the drop is handled, so the first part
// runs at once.
export async function takeDropped(dataTransfer, take, unreadable = () => {}) {
  const entries = Array.from(dataTransfer.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length) await takeAll(entries, take, unreadable);
  else await take(Array.from(dataTransfer.files).filter(isWanted));
}

async function takeAll(entries, take, unreadable) {
  const wanted = entries.filter(isWanted);
  const files = wanted.filter((entry) => entry.isFile);
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const found = await Promise.all(files.slice(from, from + AT_ONCE).map((entry) => fileOf(entry, unreadable)));
    await take(found.filter(Boolean));
  }
  for (const folder of wanted.filter((entry) => entry.isDirectory)) await walk(folder, take, unreadable);
}

async function walk(folder, take, unreadable) {
  const reader = folder.createReader();
  const folders = [];
  for (let some = await read(reader, folder, unreadable); some.length; some = await read(reader, folder, unreadable)) {
    await takeAll(some.filter((entry) => entry.isFile), take, unreadable);
    folders.push(...some.filter((entry) => entry.isDirectory));
  }
  await takeAll(folders, take, unreadable);
}

// A reader gives at most 100 entries at a time, and none at the end.
const read = (reader, folder, unreadable) => new Promise((resolve) => {
  reader.readEntries(resolve, () => {
    unreadable(folder.name);
    resolve([]);
  });
});

const fileOf = (entry, unreadable) => new Promise((resolve) => {
  entry.file((file) => {
    paths.set(file, (entry.fullPath ?? entry.name).replace(/^\//, ""));
    resolve(file);
  }, () => {
    unreadable(entry.name);
    resolve(null);
  });
});

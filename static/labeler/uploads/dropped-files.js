// The list of what was dropped or chosen, whole folders included: [{folder, name, open}], where open() resolves to the
// file, or to null when it cannot be read.

const UNWANTED = /^(\.|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i; // what systems leave in folders
const LONGEST = 300; // characters that the server keeps of a folder
const CONTROL = /[\p{Cc}\p{Cs}]/gu; // what it refuses

// A file of a chosen folder knows its way: what lies in a hidden folder is hidden too.
export function isWanted({ name, webkitRelativePath }) {
  return (webkitRelativePath || name).split("/").every((part) => !UNWANTED.test(part));
}

export const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

export function listChosen(files) {
  return files.filter(isWanted).map((file) => {
    const parts = (file.webkitRelativePath ?? "").split("/").slice(0, -1);
    return { folder: cleanFolder(parts.join("/")), name: file.name, open: async () => file };
  });
}

// The entries must be asked for while the drop is handled, so the first part runs at once. A folder that cannot be read
// is told by name: unreadable(name).
export async function listDropped(dataTransfer, unreadable = () => {}) {
  const entries = Array.from(dataTransfer.items, (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return listChosen(Array.from(dataTransfer.files));
  const found = [];
  await walk(entries, [], found, unreadable);
  return found;
}

async function walk(entries, parents, found, unreadable) {
  const folder = cleanFolder(parents.join("/"));
  for (const entry of entries.filter(isWanted)) {
    if (entry.isFile) found.push({ folder, name: entry.name, open: () => fileOf(entry) });
    else await walk(await entriesOf(entry, unreadable), [...parents, entry.name], found, unreadable);
  }
}

// A reader gives at most 100 entries at a time, and none at the end.
async function entriesOf(folder, unreadable) {
  const reader = folder.createReader();
  const all = [];
  for (let some = await read(reader, folder, unreadable); some.length; some = await read(reader, folder, unreadable)) {
    all.push(...some);
  }
  return all;
}

const read = (reader, folder, unreadable) => new Promise((resolve) => {
  reader.readEntries(resolve, () => {
    unreadable(folder.name);
    resolve([]);
  });
});

const fileOf = (entry) => new Promise((resolve) => entry.file(resolve, () => resolve(null)));

// As the server takes it: no picture stays away for the name of its folder.
const cleanFolder = (path) => [...path.normalize("NFC").replace(CONTROL, "")].slice(0, LONGEST).join("");

// The names of the files in a zip, without unpacking it (APPNOTE 6.3.10, sections 4.3.12 to 4.3.16). They are for showing:
// the server reads the archive itself, with all its checks.

const END = 0x06054b50;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;
const LONGEST_END = 22 + 0xffff; // with its comment
const MOST_BYTES = 64_000_000; // of the list of names
const FULL = 0xffffffff;
const UNWANTED = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

// Resolves to the paths of its files, folders and what systems leave there left out. Rejects with Error when it is no zip.
export async function namesIn(file) {
  const { offset, size } = await listOf(file);
  if (size > MOST_BYTES) throw new Error("its list of files is too long");
  const view = await read(file, offset, size);
  const names = [];
  for (let at = 0; at + 46 <= size && view.getUint32(at, true) === ENTRY;) {
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const bytes = new Uint8Array(view.buffer, at + 46, name);
    names.push(decode(bytes));
    at += 46 + name + extra + comment;
  }
  const separator = names.some((name) => name.includes("/") && !UNWANTED.test(name)) ? "/" : "\\"; // as the server reads it
  return names.map((name) => name.replaceAll(separator, "/")).filter((name) => !name.endsWith("/") && !UNWANTED.test(name));
}

async function listOf(file) {
  const start = Math.max(0, file.size - LONGEST_END);
  const tail = await read(file, start, file.size - start);
  for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END) continue;
    const found = { size: tail.getUint32(at + 12, true), offset: tail.getUint32(at + 16, true) };
    const isLarge = found.offset === FULL || found.size === FULL || tail.getUint16(at + 10, true) === 0xffff;
    return isLarge ? listOfLarge(file, tail, at - 20) : found;
  }
  throw new Error("it is no zip");
}

async function listOfLarge(file, tail, at) {
  if (at < 0 || tail.getUint32(at, true) !== END_64_LOCATOR) throw new Error("it is no zip");
  const end = await read(file, Number(tail.getBigUint64(at + 8, true)), 56);
  if (end.getUint32(0, true) !== END_64) throw new Error("it is no zip");
  return { size: Number(end.getBigUint64(40, true)), offset: Number(end.getBigUint64(48, true)) };
}

async function read(file, from, size) {
  const bytes = await file.slice(from, from + size).arrayBuffer();
  if (bytes.byteLength < size) throw new Error("it is cut off");
  return new DataView(bytes);
}

// Archives of macOS are in UTF-8 and do not say so. What is in a code page that nobody tells has U+FFFD in it.
const decode = (bytes) => new TextDecoder("utf-8").decode(bytes);

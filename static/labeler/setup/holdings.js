// What was dropped or chosen for a new project: its pictures, the zips, what is left out, and the folders that look like
// categories. Knows no page.

import { classFolders } from "setup/class-folders";

const PICTURE = /\.(jpe?g|jfif|png|webp|gif|bmp|tiff?|heic|heif|hif|avif)$/i;
const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|mts)$/i;
const ZIP = /\.zip$/i;
const FEWEST = 2; // folders with pictures, to look like categories
const MOST = 1000; // as many categories as a list has

export class Holdings {
  pictures = []; // {file, path}
  zips = []; // {file, pictures}: the paths of the pictures in it
  bytes = 0;
  #leftOut = new Map(); // what it is -> how many
  #roots = new Set(); // the first part of each path

  // `path`: with `/`, from what was dropped down to the file.
  add(file, path = file.name) {
    if (!isPicture(file)) return this.leaveOut(file.name);
    this.#roots.add(path.split("/")[0]);
    this.pictures.push({ file, path });
    this.bytes += file.size;
  }

  addZip(file, paths) {
    const pictures = paths.filter((path) => PICTURE.test(path));
    this.zips.push({ file, pictures });
    this.bytes += file.size;
  }

  leaveOut(name) {
    const kind = kindOf(name);
    this.#leftOut.set(kind, (this.#leftOut.get(kind) ?? 0) + 1);
  }

  get isEmpty() {
    return !this.pictures.length && !this.zips.length;
  }

  get count() {
    return this.pictures.length + this.zips.reduce((sum, { pictures }) => sum + pictures.length, 0);
  }

  // The one folder or archive that holds it all; "" for several.
  get root() {
    const [first] = this.#roots;
    if (this.zips.length === 1 && !this.pictures.length) return this.zips[0].file.name.replace(ZIP, "");
    const isFolder = this.pictures.some(({ path }) => path.includes("/"));
    return this.#roots.size === 1 && !this.zips.length && isFolder ? first : "";
  }

  // {class: pictures of it}, most pictures first, where the folders look like classes; else nothing.
  get categories() {
    const counts = new Map();
    let beside = 0;
    for (const name of this.#classes()) {
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
      else beside += 1;
    }
    const isLike = counts.size >= FEWEST && counts.size <= MOST && beside * 2 < this.count;
    return isLike ? new Map([...counts].sort(([a, some], [b, more]) => more - some || (a < b ? -1 : 1))) : new Map();
  }

  // {folder: class} of the pictures that were not packed.
  get classOfFolder() {
    const classOf = classFolders(this.pictures.map(({ path }) => path));
    const folders = new Set(this.pictures.map(({ path }) => folderOf(path)));
    return new Map([...folders].map((folder) => [folder, classOf(folder)]).filter(([, name]) => name));
  }

  get leftOut() {
    return [...this.#leftOut].map(([kind, count]) => ({ kind, count }));
  }

  // Of each picture. What lies in a zip is looked at by itself, as the server will.
  * #classes() {
    for (const paths of [this.pictures.map(({ path }) => path), ...this.zips.map(({ pictures }) => pictures)]) {
      const classOf = classFolders(paths);
      for (const path of paths) yield classOf(folderOf(path));
    }
  }
}

export const isZip = ({ name }) => ZIP.test(name);
const isPicture = ({ name, type }) => PICTURE.test(name) || (type.startsWith("image/") && type !== "image/svg+xml");

const folderOf = (path) => path.split("/").slice(0, -1).join("/");

function kindOf(name) {
  if (VIDEO.test(name)) return "video";
  const ending = /\.([^.]{1,8})$/.exec(name)?.[1];
  return ending ? `${ending.toUpperCase()} file` : "other file";
}

// "wardrobe-2026" -> "Wardrobe 2026"
export function nameFrom(folder) {
  const words = folder.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

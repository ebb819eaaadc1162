// A file name in one line: without room it is cut in the middle, so that number and extension stay.

import { element } from "base/markup";

const END = 10; // characters that stay, as in the tag `file_name`

export function fileName(name) {
  const [start, end] = halves(name);
  // Its halves would be read as two words.
  return element("span", { class: "file-name", title: name, role: "img", "aria-label": name }, element("span", {}, start), element("span", {}, end));
}

export function halves(name) {
  const characters = [...name];
  let cut = Math.max(characters.length - END, 0);
  while (cut && /\p{M}/u.test(characters[cut])) cut -= 1; // an accent stays with its letter
  return [characters.slice(0, cut).join(""), characters.slice(cut).join("")];
}

// Images and their states as pages show them.

import { icon } from "labeler/markup";

export function stateMark(status) {
  return icon(`st-${status}`, `st st-${status}`);
}

// IMG_2046 of IMG_2046.jpg.
export function shortName(fileName) {
  return fileName.replace(/\.[^.]{1,5}$/, "");
}

// An answer in words: Shirt; Shirt, approved; Skipped.
export function told({ status, category_ids }, category, words) {
  const names = category_ids.map((id) => category(id)?.name ?? `category ${id}`);
  if (!names.length) return words[status];
  return status === "labeled" ? names.join(" and ") : `${names.join(" and ")}, ${words[status].toLowerCase()}`;
}

// What is said of images and answers. Pure.

// IMG_2046 of IMG_2046.jpg.
export const shortName = (fileName) => fileName.replace(/\.[^.]{1,5}$/, "");

export const listed = (names) => new Intl.ListFormat("en-GB").format(names);

// Shirt; Shirt, approved; Skipped.
export function answerWords({ status, category_ids }, category, words) {
  const names = listed(category_ids.map((id) => category(id)?.name ?? `category ${id}`)) || words.none?.[status];
  if (!names) return words[status];
  return status === "labeled" ? names : `${names}, ${words[status].toLowerCase()}`;
}

// What is said of images and answers. Pure.

// IMG_2046 of IMG_2046.jpg.
export const shortName = (fileName) => fileName.replace(/\.[^.]{1,5}$/, "");

// Shirt; Shirt, approved; Skipped.
export function answerWords({ status, category_ids }, category, words) {
  const names = category_ids.map((id) => category(id)?.name ?? `category ${id}`).join(" and ");
  if (!names) return words[status];
  return status === "labeled" ? names : `${names}, ${words[status].toLowerCase()}`;
}

// `keep` leaves theirs, `use` sends mine on top. `did`: words for each state.
export function problemNote({ mine, who, did, describe, keep, use }) {
  const { kind, detail, present } = mine.problem;
  const image = shortName(present?.original_name ?? `image ${mine.asset}`);
  if (kind === "conflict" && present) {
    return {
      kind: "warn",
      text: `${who} ${(did[present.status] ?? did.other).replace("{image}", () => image).replace("{answer}", () => describe(present))}.`,
      more: `Your answer ${describe(mine)} was not saved.`,
      actions: [[`Keep ${describe(present)}`, keep], [`Use ${describe(mine)}`, use]],
    };
  }
  return {
    kind: "bad",
    text: `${describe(mine)} was not saved on ${image}.`,
    more: detail,
    actions: [...(present ? [["Retry", use]] : []), ["Discard", keep]],
  };
}

export function connectionNote(words, state, waiting) {
  const stored = waiting === 1 ? words.one : words.many.replace("{n}", waiting);
  return words[state] && { ...words[state], text: words[state].text.replace("{stored}", stored) };
}

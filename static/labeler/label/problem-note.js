// The decision to take when an answer was not saved. Pure.

import { shortName } from "label/words";

// `decide(asset, mine)` sends mine on top, with null theirs stays.
export function problemNote(mine, { username, words: { did }, describe, decide }) {
  const { asset, problem: { kind, detail, present, by } } = mine;
  const image = shortName(present?.original_name ?? `image ${asset}`);
  const keep = () => decide(asset, null);
  const use = () => decide(asset, mine);
  if (kind === "conflict" && present) {
    const who = by === username ? "You, in another tab," : by;
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

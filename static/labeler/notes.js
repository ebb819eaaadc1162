// What is said of an answer that did not get through.

import { shortName } from "labeler/markup";

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

export function connectionNote(notes, state, waiting) {
  const stored = waiting === 1 ? notes.one : notes.many.replace("{n}", waiting);
  return notes[state] && { ...notes[state], text: notes[state].text.replace("{stored}", stored) };
}

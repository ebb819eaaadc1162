// What the page says of an answer that did not get through. Pure.

import { shortName } from "labeler/marks";

// `keep` leaves what the server has, `use` sends mine on top of it.
export function problemNote({ mine, who, describe, keep, use }) {
  const { kind, detail, present } = mine.problem;
  const image = shortName(present?.original_name ?? `image ${mine.asset}`);
  if (kind === "conflict" && present) {
    return {
      kind: "warn",
      text: `${who} ${did(present, image, describe)}.`,
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

function did(answer, image, describe) {
  if (answer.status === "unlabeled") return `cleared the label of ${image}`;
  if (answer.status === "skipped") return `skipped ${image}`;
  return answer.status === "labeled" ? `labeled ${image} as ${describe(answer)}` : `set ${image} to ${describe(answer)}`;
}

// Undefined when all is well.
export function connectionNote(state, waiting, signIn) {
  const stored = `${waiting === 1 ? "1 label is" : `${waiting} labels are`} stored in this browser and sent when`;
  return {
    offline: { kind: "warn", sign: "i-offline", text: `No connection. Keep labeling: ${stored} it is back.` },
    trouble: { kind: "warn", text: `The server has trouble. Keep labeling: ${stored} it answers again.` },
    "logged-out": {
      kind: "bad",
      sign: "i-lock",
      text: `You are signed out, or somebody else is signed in. ${stored} you sign in again.`,
      actions: [["Sign in", signIn]],
    },
  }[state];
}

// Says what this browser's stores are worth, and whose answers wait in them; asks it once to keep them. What waits for
// nothing is let go of.

import { watch } from "label/gone";
import { rememberName, waitingOfOthers } from "outbox/others";

export async function tell({ box, data, sender, brought, notes, view, queue, answers, show }) {
  watch({ data, queue, sender, answers, notes, view, show });
  const { notes: words } = data;
  const { outbox, second } = sender;
  const hadOne = once(`labeler-made:${box}`) === false;
  if (brought || (outbox?.isNew && hadOne)) lasting(notes, sender, words["made-anew"], brought ? words.brought.replace("{n}", brought) : "");
  if (second?.isMirror && !window.isSecureContext && once("labeler-no-https")) view.tell(words["no-https"]);
  if (once("labeler-persist")) navigator.storage?.persist?.().catch(() => {});
  rememberName(data.user, data.username);
  const others = await waitingOfOthers(data.user);
  if (others.length) lasting(notes, sender, others.map(({ name, count }) => words.others[count === 1 ? "one" : "many"].replace("{who}", () => name).replace("{n}", count)).join(" "), words.others.how);
}

// A note that stays until it is dismissed.
export function lasting(notes, sender, text, more) {
  const dismiss = () => {
    notes.lasting = undefined;
    notes.show(sender);
  };
  notes.lasting = { kind: "warn", text, more, isCalm: true, actions: [["Dismiss", dismiss]] };
  notes.show(sender);
}

// Whether it is the first time in this browser; undefined where nothing is kept.
function once(name) {
  try {
    const isFirst = localStorage.getItem(name) === null;
    localStorage.setItem(name, "1");
    return isFirst;
  } catch {
    return undefined;
  }
}

// What the dialog of a new version says of a preview. Pure.

import { plural, SPLITS } from "base/words";

// What is not in the version, and why; a sentence each, largest first.
export function leftOut({ excluded, not_selected: others }) {
  const reasons = [
    [others.unlabeled, "not labeled yet"],
    [others.labeled, "labeled, but not checked"],
    [others.needs_review, "sent back for review"],
    [others.skipped, "skipped"],
    [others.approved, "approved"],
    [excluded.inactive_category, "with a removed category"],
    [excluded.unlabeled, "without a label"],
  ].filter(([count]) => count);
  return reasons.sort(([one], [other]) => other - one).map(([count, why]) => `${plural(count, "image")} ${why}`);
}

// Of one category, its images by split.
export const splitsOf = (bySplitAndCategory, id) => Object.fromEntries(SPLITS.map((name) => [name, bySplitAndCategory[name][id] ?? 0]));

export function splitWords(bySplit) {
  return bySplit ? SPLITS.map((name) => `${bySplit[name].toLocaleString("en-US")} ${name}`).join(", ") : "None: everything in one piece";
}

export function adds(more) {
  return more ? `Adds ${plural(more, "label")} that nobody has checked yet.` : "Adds nothing: no label waits for a check.";
}

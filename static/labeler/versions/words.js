// What the dialog of a new version says of a preview, and the shares that were typed. Pure.

import { plural } from "base/words";

export const SPLITS = ["train", "val", "test"];

// Percent as typed -> shares in 1/10000, or null when they are none. Two decimals at most, together 100.
export function sharesOf(texts) {
  if (!SPLITS.every((name) => /^(\d{1,3}(\.\d{1,2})?)?$/.test(texts[name].trim()))) return null;
  const shares = Object.fromEntries(SPLITS.map((name) => [name, Math.round(Number(texts[name]) * 100)]));
  return SPLITS.reduce((sum, name) => sum + shares[name], 0) === 10_000 ? shares : null;
}

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

export function splitWords(bySplit) {
  return bySplit ? SPLITS.map((name) => `${bySplit[name].toLocaleString("en-US")} ${name}`).join(", ") : "None: everything in one piece";
}

export function adds(more) {
  return more ? `Adds ${plural(more, "label")} that nobody has checked yet.` : "Adds nothing: no label waits for a check.";
}

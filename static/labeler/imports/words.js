// Imports in words: what a file is, what a dry run found, what became of it. Knows no page and no network.

import { thousands } from "base/markup";
import { plural } from "base/words";

const PICTURES = "zip";
const UNDO = "undo";

// By the first bytes. An export of Labeler begins with its manifest; any other zip may hold either.
export function guessKind(bytes) {
  const start = String.fromCharCode(...bytes.slice(0, 64));
  return start.startsWith("PK") && !start.slice(30).startsWith("manifest.json") ? PICTURES : "labels";
}

export const isOver = ({ state }) => state === "done" || state === "failed" || state === "cancelled";

// Percent, or null while nobody knows of how much.
export const percent = ({ progress, total }) => (total ? Math.min(100, Math.floor((100 * progress) / total)) : null);

export function doing(job) {
  if (job.state === "queued") return `${job.original_name} waits for a worker.`;
  if (job.dry_run) return `Looking at ${job.original_name}.`;
  const what = job.kind === PICTURES ? "files" : "images";
  if (job.kind === UNDO) return `${thousands(job.progress)} of ${plural(job.total, "answer")} looked at.`;
  return job.total ? `${thousands(job.progress)} of ${thousands(job.total)} ${what} of ${job.original_name}.` : `Reading ${job.original_name}.`;
}

// What stands above an import that is not to be checked.
export function head(job) {
  const lead = job.kind === UNDO ? `The import of ${job.original_name}` : job.original_name;
  if (!isOver(job)) return { title: job.kind === UNDO ? "Taking back" : job.dry_run ? "Looking at the file" : "Importing", lead };
  if (job.state === "cancelled") return { title: "Import cancelled", lead };
  if (job.state === "failed") return { title: job.dry_run ? "This file cannot be read" : "Import failed", lead };
  return { title: job.kind === UNDO ? "Taken back" : "Imported", lead };
}

// Whether one that failed can go on with what somebody decides: its report is that of a look.
export const canBeDecided = ({ state, report, can_run_again: isHere }) => state === "failed" && isHere && Boolean(report?.columns_unclear || report?.problems || report?.label_file);

const LISTS = [
  ["unknown_images", "image that is not here", "images that are not here"],
  ["unknown_categories", "category that is not here", "categories that are not here"],
  ["retired_categories", "category that was removed", "categories that were removed"],
  ["ambiguous", "image that is ambiguous", "images that are ambiguous"],
  ["bad_records", "record that cannot be read", "records that cannot be read"],
  ["refused", "file was refused", "files were refused"],
  ["without_class", "picture without a label from its folder", "pictures without a label from their folders"],
];

// The lists of a report that hold something: {title, count, items: [{name, why}]}.
export function lists(report) {
  return LISTS.filter(([name]) => report?.[name]?.count).map(([name, one, many]) => {
    return { title: plural(report[name].count, one, many), ...report[name] };
  });
}

const changed = ({ kind, report }) => (kind === UNDO ? (report?.taken_back ?? 0) : (report?.set ?? 0) + (report?.labeled ?? 0) + (report?.labels?.set ?? 0));

// Whether it gave answers that can be taken back.
export const canBeUndone = (job) => isOver(job) && Boolean(job.can_be_undone) && changed(job) > 0;

export const hasChanged = (job) => !job.dry_run && (changed(job) > 0 || (job.report?.added ?? 0) > 0);

// What became of an import that is over.
export function result(job) {
  const { report, state } = job;
  if (state === "cancelled") return "The import was cancelled. What came in before stays.";
  if (job.dry_run && state === "done") return "This look is from before an upgrade. Look again.";
  if (state === "failed") return job.dry_run ? "Nothing was written." : "The import did not come to its end.";
  if (job.kind === UNDO) return takenBack(report);
  const undone = job.undone ? " Its labels were taken back." : "";
  return (job.kind === PICTURES ? picturesIn(report) : labelsSet(report)) + undone;
}

function picturesIn(report) {
  const { added, already_here: here, labeled, kept, not_set: lost, new_categories: made } = report;
  const parts = [`${plural(added, "image")} added`];
  if (here) parts.push(`${thousands(here)} already here`);
  if (labeled) parts.push(`${plural(labeled, "label")} set`);
  if (kept) parts.push(`${plural(kept, "other answer")} kept`);
  if (lost) parts.push(`${plural(lost, "label")} not set, as their category was removed meanwhile`);
  const labels = report.labels ? ` ${labelsSet(report.labels)}` : "";
  return `${parts.join(", ")}.${newOnes(made)}${labels}`;
}

function labelsSet({ set, kept, already_so: already, not_set: lost, skipped = 0, new_categories: made }) {
  const parts = [`${plural(set - skipped, "label")} set`];
  if (skipped) parts.push(`${plural(skipped, "image")} skipped`);
  if (kept) parts.push(`${plural(kept, "other answer")} kept`);
  if (already) parts.push(`${thousands(already)} so already`);
  if (lost) parts.push(`${thousands(lost)} not set, as their category was removed meanwhile`);
  return `${parts.join(", ")}.${newOnes(made)}`;
}

const newOnes = (made) => (made?.length ? ` New ${made.length === 1 ? "category" : "categories"}: ${made.join(", ")}.` : "");

function takenBack({ taken_back: back, changed_since: since, stayed, reasons }) {
  const parts = [`${plural(back, "answer")} taken back.`];
  if (since) parts.push(`${thousands(since)} changed since, and ${since === 1 ? "stays" : "stay"}.`);
  if (stayed) parts.push(`${thousands(stayed)} could not be taken back: ${reasons.join(" ")}`);
  return parts.join(" ");
}

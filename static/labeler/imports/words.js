// Imports in words: what a file is, what a dry run found, what became of it. Knows no page and no network.

import { thousands } from "base/markup";
import { plural } from "base/words";

const PICTURES = "zip";

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
  if (job.dry_run) return `Looking up the names in ${job.original_name}.`;
  const what = job.kind === PICTURES ? "files" : "images";
  return job.total ? `${thousands(job.progress)} of ${thousands(job.total)} ${what} of ${job.original_name}.` : `Reading ${job.original_name}.`;
}

const LISTS = [
  ["unknown_images", "image that is not here", "images that are not here"],
  ["unknown_categories", "category that is not here", "categories that are not here"],
  ["retired_categories", "category that was removed", "categories that were removed"],
  ["ambiguous", "image that is ambiguous", "images that are ambiguous"],
  ["bad_records", "record that cannot be read", "records that cannot be read"],
  ["refused", "file was refused", "files were refused"],
  ["without_class", "picture without a label from its folder", "pictures without a label from their folders"],
];

// The lists of a report that hold something: {title, items: [{name, why}], more}.
export function lists(report) {
  return LISTS.filter(([name]) => report?.[name]?.count).map(([name, one, many]) => {
    const { count, items } = report[name];
    return { title: plural(count, one, many), items, more: count - items.length };
  });
}

// Whether names in a file of labels were not found, so that they are left out if the rest is set.
export const isUnclear = (report) => LISTS.slice(0, 5).some(([name]) => report?.[name]?.count);

// What a dry run of a file of labels found.
export function dryRun(report) {
  const { to_set: toSet, skipped = 0 } = report;
  const parts = [];
  if (skipped) parts.push(`${plural(skipped, "image")} ${skipped === 1 ? "is" : "are"} skipped, as in the file.`);
  if (report.already_so) parts.push(`${plural(report.already_so, "image")} ${report.already_so === 1 ? "has" : "have"} the label already.`);
  if (report.without_label) parts.push(`${plural(report.without_label, "image")} ${report.without_label === 1 ? "has" : "have"} none in the file.`);
  if (isUnclear(report)) parts.push("What is listed below is left out.");
  const labels = toSet - skipped;
  const first = labels ? `${plural(labels, "label")} can be set.` : "No label is new here.";
  return [...(report.title ? [`${report.title}.`] : []), first, ...parts].join(" ");
}

export const others = ({ would_replace: count }) => (count ? `Replace ${plural(count, "other answer")}` : "");

export const toSet = (report, replace) => report.to_set + (replace ? report.would_replace : 0);

// What became of an import that is over.
export function result(job) {
  const { report, state } = job;
  if (state === "cancelled") return "The import was cancelled. What came in before stays.";
  if (state === "failed") return "The import did not come to its end.";
  return job.kind === PICTURES ? picturesIn(report) : labelsSet(report);
}

function picturesIn({ added, already_here: here, labeled, kept, new_categories: made }) {
  const parts = [`${plural(added, "image")} added`];
  if (here) parts.push(`${thousands(here)} already here`);
  if (labeled) parts.push(`${plural(labeled, "label")} set`);
  if (kept) parts.push(`${plural(kept, "other answer")} kept`);
  const words = `${parts.join(", ")}.`;
  return made?.length ? `${words} New ${made.length === 1 ? "category" : "categories"}: ${made.join(", ")}.` : words;
}

function labelsSet({ set, kept, already_so: already, skipped = 0 }) {
  const parts = [`${plural(set - skipped, "label")} set`];
  if (skipped) parts.push(`${plural(skipped, "image")} skipped`);
  if (kept) parts.push(`${plural(kept, "other answer")} kept`);
  if (already) parts.push(`${thousands(already)} so already`);
  return `${parts.join(", ")}.`;
}

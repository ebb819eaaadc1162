// Which of its endings the page shows where the queue ends. Pure; their words are in the page.

// `passed`: how many images of the queue were left without a label. `count(filter)`: how many the project has.
export function endOf({ filter, held, passed, count }) {
  if (filter !== "unlabeled") return held ? "last" : "nothing";
  if (passed) return "passed";
  if (count("unlabeled")) return "taken";
  return count("in_review") ? "review" : "approved";
}

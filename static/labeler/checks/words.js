// What a finished check says, in words. Pure. The pages say the same (annotations/templatetags/sample_checks.py).

import { thousands } from "base/markup";

// Where all were looked at there is no bound: it is known.
const isWhole = ({ size, population }) => size === population;

export function wrongWords(judged) {
  const share = `${Math.ceil(Number((judged.upper_bound * 1000).toFixed(6))) / 10}%`;
  return `${isWhole(judged) ? share : `At most ${share}`} of the labels are wrong`;
}

export function seenWords({ wrong, size, population }) {
  const seen = `${thousands(wrong)} of ${thousands(size)} were wrong.`;
  return isWhole({ size, population }) ? `All labels were looked at: ${seen}` : `With 95% confidence: ${seen}`;
}

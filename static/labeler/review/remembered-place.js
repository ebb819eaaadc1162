// Where somebody was on this page of the grid: back from an image, or after a reload, it is as it was left.

const name = () => `labeler:review-place:${location.pathname}${location.search}`;

export function rememberPlace(place) {
  try {
    sessionStorage.setItem(name(), JSON.stringify(place));
  } catch {
    // Full or forbidden: then it starts at the top.
  }
}

// What was remembered, when this page was come back to and not newly opened.
export function placeLeft() {
  const [how] = performance.getEntriesByType("navigation");
  if (!["back_forward", "reload"].includes(how?.type)) return null;
  try {
    return JSON.parse(sessionStorage.getItem(name()));
  } catch {
    return null;
  }
}

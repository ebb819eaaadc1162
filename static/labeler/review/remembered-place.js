// Where somebody was on this page of the grid: back from an image, or after a reload, it is as it was left.

const here = () => `${location.pathname}${location.search}`;
const placeName = () => `labeler:review-place:${here()}`;
const lookedName = () => `labeler:review-looked:${here()}`; // as label/queue/way-back writes it

// The image on the labeling page, within the list that this page shows.
export function addressWithin(label, image) {
  return `${label}?${new URLSearchParams({ review: location.search.slice(1), asset: image.id })}`;
}

// `place`: {selected, focused, decided, isApproved, shown: [[id, revision, isSeen, isTouched], ...], top}, by ids.
export function rememberPlace(place) {
  try {
    sessionStorage.setItem(placeName(), JSON.stringify(place));
  } catch {
    // Full or forbidden: then it starts at the top.
  }
}

// What was remembered, with the image that was `looked` at last meanwhile, when this page was come back to and not newly
// opened.
export function placeLeft() {
  try {
    const { id: looked, isBack } = JSON.parse(sessionStorage.getItem(lookedName())) ?? {};
    sessionStorage.removeItem(lookedName());
    const [how] = performance.getEntriesByType("navigation");
    if (!isBack && !["back_forward", "reload"].includes(how?.type)) return null;
    const place = JSON.parse(sessionStorage.getItem(placeName())) ?? { selected: [], decided: [], shown: [] };
    return { ...place, looked };
  } catch {
    return null;
  }
}

// The place that was left, on the page as it is now: images came and went, and some were answered elsewhere. Pure.
export function placeNow(left, images, isOneClass) {
  const as = new Map(images.map(({ id, revision }) => [id, revision]));
  const still = (column) => left.shown.filter((one) => one[column] && as.get(one[0]) === one[1]).map(([id]) => id);
  const place = { ...left, focused: focusNow(left, images), seen: still(2), touched: still(3) };
  return isOneClass ? { ...place, ...judgedNow(left, images) } : place;
}

// The one that was looked at last, else the one that was left, else what stands where that one stood.
function focusNow({ looked, focused, shown }, images) {
  const were = shown.map(([id]) => id);
  const place = were.indexOf(focused);
  const wanted = [looked, focused, ...were.slice(place + 1), ...were.slice(0, Math.max(0, place)).reverse()];
  return wanted.find((id) => images.some((image) => image.id === id));
}

// One class at a time: who was answered elsewhere is decided; who is new is right, as on a page that is newly opened.
function judgedNow({ selected, decided, isApproved, shown }, images) {
  const revisions = new Map(shown);
  const isNew = ({ id }) => !revisions.has(id);
  const answered = images.filter((image) => !isNew(image) && revisions.get(image.id) !== image.revision).map(({ id }) => id);
  const gone = new Set([...decided, ...answered]);
  const stillApproved = Boolean(isApproved) && !images.every((image) => isNew(image) || gone.has(image.id));
  const fresh = stillApproved ? [] : rightOf(images.filter(isNew));
  return { decided: [...gone], isApproved: stillApproved, selected: [...selected.filter((id) => !answered.includes(id)), ...fresh] };
}

// What a labeler was not sure of is wrong until somebody says otherwise.
export const rightOf = (images) => images.filter(({ status }) => status !== "needs_review").map(({ id }) => id);

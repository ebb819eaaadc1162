// Where the window is narrow the panels beside the grid stand in a drawer: the very same nodes, there while it is open.

const NARROW = matchMedia("(max-width: 1000px)"); // as in screens/review.css

const drawer = document.getElementById("drawer");
const panels = ["facets", "issues"].map((name) => document.querySelector(`.work-review > .${name}`));
const places = panels.map((panel) => {
  const place = document.createComment("");
  panel.before(place);
  return place;
});

export function wireDrawer() {
  drawer.addEventListener("close", putBack);
  NARROW.addEventListener("change", () => drawer.close());
}

// Answers whether it is open now: in a wide window the panels are there without it. Its keys are not those of the grid;
// closed, it gives the focus back.
export function openDrawer() {
  if (!NARROW.matches) return false;
  if (!drawer.open) {
    drawer.lastElementChild.append(...panels);
    drawer.showModal();
  }
  return true;
}

function putBack() {
  if (!drawer.open) places.forEach((place, each) => place.after(panels[each]));
}

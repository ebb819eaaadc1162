// The selection of the assets grid: which tiles are chosen, and what can be done with them.

import { askToDelete } from "assets/deletion";
import { Selection } from "base/selection";
import { plural } from "base/words";
import { announce } from "parts/announce";

const bar = document.getElementById("chosen");
let tiles = [];
let selection = new Selection(0);

// The grid was shown anew: what was chosen is gone with it.
export function selectFrom(root) {
  tiles = [...root.querySelectorAll(".justified .tile")];
  selection = new Selection(tiles.length);
  paint();
}

export const chosen = () => selection.places.map((place) => tiles[place]);

// Moves to a tile; with `extend` everything from the last choice to there is chosen.
export function focusTile(place, extend = false) {
  if (!tiles[place]) return;
  selection.moveTo(place, { extend });
  tiles[place].focus();
  paint();
}

export const focused = () => tiles.indexOf(document.activeElement);

export const boxes = () => tiles.map((tile) => tile.getBoundingClientRect());

export function toggle(place) {
  if (!tiles[place]) return;
  selection.toggle(place);
  paint();
  announce(`${selection.has(place) ? "Selected" : "Not selected"}, ${selection.size} in all`);
}

export function selectAll() {
  selection.selectAll();
  paint();
  announce(`${plural(selection.size, "image")} selected`);
}

// Whether there was something to clear.
export function clear() {
  const had = selection.size > 0;
  selection.clear();
  paint();
  if (had) announce("Nothing selected");
  return had;
}

// To the labeling page, which takes them one after the other.
export function labelChosen() {
  const going = chosen();
  if (going.length) location.assign(`${bar.dataset.label}?assets=${going.map((tile) => tile.dataset.id)}`);
}

// Resolves to how many went.
export async function deleteChosen() {
  const going = chosen();
  if (!going.length) return 0;
  const labeled = going.filter((tile) => tile.dataset.status !== "unlabeled").length;
  const deleted = await askToDelete(going.map((tile) => Number(tile.dataset.id)), { labeled });
  return deleted.length;
}

// Ctrl+click and the tick choose one, with Shift both choose a range; a plain click opens the image.
document.addEventListener("click", (event) => {
  const tile = event.target.closest?.(".justified .tile");
  if (!tile || event.button) return;
  const place = tiles.indexOf(tile);
  const isTick = Boolean(event.target.closest(".tick"));
  if (!isTick && !event.shiftKey && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  if (event.shiftKey) focusTile(place, true);
  else {
    toggle(place);
    tile.focus();
  }
});

function paint() {
  tiles.forEach((tile, place) => {
    const isChosen = selection.has(place);
    if ((tile.dataset.chosen !== undefined) === isChosen) return;
    tile.toggleAttribute("data-chosen", isChosen);
    tile.setAttribute("aria-label", isChosen ? `${tile.getAttribute("aria-label")}, selected` : tile.getAttribute("aria-label").replace(/, selected$/, ""));
  });
  bar.hidden = selection.size === 0;
  bar.querySelector("b").textContent = `${selection.size} selected`;
}

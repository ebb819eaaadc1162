// Which tile an arrow key leads to, from the boxes of the tiles in reading order. Pure.

export function step(boxes, from, key) {
  switch (key) {
    case "Home": return 0;
    case "End": return boxes.length - 1;
    case "ArrowRight": return Math.min(from + 1, boxes.length - 1);
    case "ArrowLeft": return Math.max(from - 1, 0);
    case "ArrowDown": return nextRow(boxes, from, 1);
    case "ArrowUp": return nextRow(boxes, from, -1);
    default: return from;
  }
}

// Rows are justified, so columns do not line up: the tile of the next row whose middle is nearest.
function nextRow(boxes, from, way) {
  const middle = ({ left, width }) => left + width / 2;
  let at = from;
  while (boxes[at] && boxes[at].top === boxes[from].top) at += way;
  if (!boxes[at]) return from;
  let best = at;
  for (const { top } = boxes[at]; boxes[at] && boxes[at].top === top; at += way) {
    if (Math.abs(middle(boxes[at]) - middle(boxes[from])) < Math.abs(middle(boxes[best]) - middle(boxes[from]))) best = at;
  }
  return best;
}

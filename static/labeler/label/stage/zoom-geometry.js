// Where the picture lies. A view { z, x, y }: z times as large as fits, its middle x, y from the viewer's. A frame: width
// and height of the viewer and its `picture`, the screen's `density`.

export const FIT = { z: 1, x: 0, y: 0 };

const fitWidth = ({ width, height, picture }) => Math.min(width, (height * picture.width) / picture.height);

// The z at which a pixel of the picture is one of the screen.
export const fullSize = (frame) => frame.picture.width / frame.density / fitWidth(frame);

export function zoomed(view, wanted, frame, at = FIT) {
  const full = fullSize(frame);
  const z = between(Math.min(1, full), wanted, Math.max(4, 8 * full));
  const grown = z / view.z;
  return moved({ z, x: at.x + (view.x - at.x) * grown, y: at.y + (view.y - at.y) * grown }, frame);
}

// No edge inside the viewer's; what fits stays in the middle.
export function moved({ z, x, y }, frame, by = FIT) {
  const { width, height, picture } = frame;
  const size = fitWidth(frame) * z;
  return { z, x: within(x + by.x, size - width), y: within(y + by.y, (size * picture.height) / picture.width - height) };
}

const between = (least, value, most) => Math.min(most, Math.max(least, value));

const within = (value, spare) => (spare > 0 ? between(-spare / 2, value, spare / 2) : 0);

// Zoom and pan by keys, wheel, mouse, fingers; a swipe changes the image.

import { FIT, fullSize, moved, zoomed } from "label/stage/zoom-geometry";

const STEP = 1.25;
const SWIPE = 48; // pixels
const LINE = 16; // pixels
const [NOTCH, PINCH] = [400, 200]; // pixels of the wheel that double

const frame = { width: 0, picture: { width: 1, height: 1 } };
const fingers = new Map(); // by pointer id
let part;
let view = FIT;
let isKept = false; // from picture to picture
let swipedFrom;
let original;

export const commands = { fit: () => toggle(), "zoom-in": () => zoom(STEP), "zoom-out": () => zoom(1 / STEP), "keep-zoom": keep };

export function wire(parts) {
  part = parts;
  // Measured here, never between a key and its picture.
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    Object.assign(frame, { width, height, density: devicePixelRatio });
    pan(0, 0);
  }).observe(part.fit);
  for (const [name, hear] of Object.entries(hears)) part.stage.addEventListener(name, (event) => hear(placeOf(event), event));
}

export function start(picture) {
  frame.picture = picture;
  original = null;
  show(isKept ? moved(view, frame) : FIT);
  if (isKept) sharpen();
}

function keep() {
  isKept = !isKept;
  part.keep_zoom.ariaPressed = isKept;
}

function placeOf({ clientX, clientY }) {
  const { left, top, width, height } = part.fit.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}

function toggle(at) {
  zoom(Math.abs(view.z - 1) < 0.001 ? fullSize(frame) : 1 / view.z, at);
}

function zoom(factor, at) {
  if (!frame.width) return;
  show(zoomed(view, view.z * factor, frame, at));
  sharpen();
}

function pan(x, y) {
  show(moved(view, frame, { x, y }));
}

function show(next) {
  if (next.z !== 1 || view.z !== 1) {
    for (const name of "zxy") part.figure.style.setProperty(`--${name}`, next[name]);
    part.stage.classList.toggle("is-zoomed", next.z > 1);
  }
  view = next;
  part.zoom.textContent = `${Math.round((100 * view.z) / fullSize(frame))}%`;
}

// Past its pixels, swap the original in; browsers show that of a deep picture black.
async function sharpen() {
  const image = part.figure.querySelector("img");
  const { width } = frame.picture;
  if (image && !image.src.endsWith("/display")) return;
  if (original || !image || width * Math.min(1, view.z / fullSize(frame)) <= image.naturalWidth) return;
  const whole = (original = image.cloneNode());
  whole.src = image.src.replace(/display$/, "original");
  await whole.decode().catch(() => {});
  if (original === whole && whole.naturalWidth) image.replaceWith(whole);
}

const hears = {
  dblclick: toggle,

  wheel(at, event) {
    event.preventDefault();
    const { deltaX, deltaY, deltaMode, ctrlKey, shiftKey } = event;
    const pixels = deltaMode ? LINE : 1;
    if (shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) pan(-deltaX * pixels, shiftKey ? -deltaY * pixels : 0);
    else zoom(2 ** ((-deltaY * pixels) / (ctrlKey ? PINCH : NOTCH)), at); // two fingers that spread come with Ctrl
  },

  pointerdown(at, { button, target, pointerId, pointerType }) {
    if (button || target.closest("button")) return;
    fingers.set(pointerId, at);
    part.stage.setPointerCapture(pointerId);
    swipedFrom = fingers.size === 1 && pointerType !== "mouse" && view.z <= 1 && at;
  },

  pointermove(at, { pointerId }) {
    if (!fingers.has(pointerId)) return;
    const was = grip();
    fingers.set(pointerId, at);
    const { x, y, spread } = grip();
    if (spread) zoom(spread / was.spread, was);
    pan(x - was.x, y - was.y);
  },

  pointerup(at, { pointerId }) {
    if (!fingers.delete(pointerId) || !swipedFrom) return;
    const right = at.x - swipedFrom.x;
    if (Math.abs(right) > Math.max(SWIPE, 2 * Math.abs(at.y - swipedFrom.y))) part[right < 0 ? "edge_next" : "edge_previous"].click();
  },

  pointercancel: (at, { pointerId }) => fingers.delete(pointerId),
};

function grip() {
  const [one, other = one] = fingers.values();
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, spread: Math.hypot(one.x - other.x, one.y - other.y) };
}

// Whether somebody is at this window: keys, pointers, and clicks of screen readers.

const AWAY = 60_000; // ms
let feltAt = Date.now();
for (const kind of ["click", "keydown", "pointerdown", "pointermove", "wheel"]) globalThis.addEventListener?.(kind, () => (feltAt = Date.now()), { capture: true, passive: true });

// For how many ms nobody has been.
export const idle = () => Math.max(0, Date.now() - feltAt);
export const isAway = () => idle() > AWAY;

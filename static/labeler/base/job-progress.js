// How far an extraction is. Pure.

export const isRunning = ({ state }) => state === "queued" || state === "extracting";

// Of the frames, or where nobody knows how many there will be, of the way through the video.
export function percent({ progress, planned, position_ms: position, facts }) {
  const share = planned ? progress / planned : (position ?? 0) / Math.max(1, facts.duration_ms);
  return Math.min(100, Math.floor(100 * share));
}

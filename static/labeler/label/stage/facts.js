// What is known of an image: name, over which numbers it is shown, size, who added it when, where it is from.

import { element, thousands } from "base/markup";
import { fileName } from "parts/file-name";

export function wire({ name, size, added, source, shown: range, came_back: back }, timeZone) {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone });

  return Object.assign(show, { fileName });

  function show({ original_name, width, height, size_bytes, created_at, uploaded_by, provenance, folder, shown, status, sent_back }) {
    name.replaceChildren(fileName(original_name));
    range.hidden = !shown;
    range.textContent = shown ? shownWords(shown) : "";
    back.hidden = !sent_back || status !== "needs_review"; // answered since, it is mended
    if (!back.hidden) back.lastElementChild.textContent = sentBackWords(sent_back);
    size.textContent = `${thousands(width)} × ${thousands(height)}, ${inWords(size_bytes / 1000)}`;
    added.textContent = `${day.format(new Date(created_at)).replace("Sept", "Sep")} by ${uploaded_by}`;
    const { video_name: video, timestamp_ms: ms, frame_index: frame } = provenance;
    const at = video && element("span", {}, `${clock(ms)}, frame ${thousands(frame)}`);
    source.replaceChildren(...(video ? [fileName(video), at] : [folder || (CONVERTED[provenance.of_type] ?? "Upload")]));
  }
}

const CONVERTED = { "image/heic": "Upload, converted from HEIC", "image/avif": "Upload, converted from AVIF" };

const clock = (ms) => `${Math.floor(ms / 60_000)}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, "0")}`;

const inWords = (kilobytes) => (kilobytes < 999.5 ? `${kilobytes.toFixed()} KB` : `${(kilobytes / 1000).toFixed(1)} MB`);

export const sentBackWords = ({ by, reason }) => `Sent back by ${by}${reason ? `: ${reason}` : "."}`;

// Of a deep picture, like the server's.
export const shownWords = ({ from, to }) => `Shown from ${number(from)} to ${number(to)}`;

const number = (value) => String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));

// What is known of an image: name, size, who added it when, where it is from.

import { element, thousands } from "base/markup";
import { fileName } from "parts/file-name";

export function wire({ name, size, added, source }, timeZone) {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone });

  return Object.assign(show, { fileName });

  function show({ original_name, width, height, size_bytes, created_at, uploaded_by, provenance, folder }) {
    name.replaceChildren(fileName(original_name));
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

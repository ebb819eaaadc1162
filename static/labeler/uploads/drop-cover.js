// The cover that says where dragged files may be dropped: anywhere on the page.

import { carriesFiles } from "uploads/dropped-files";

// `onDrop(dataTransfer)`: files were dropped. `signal` ends it.
export function wireDrop(onDrop, { signal } = {}) {
  const listen = (type, hear) => addEventListener(type, hear, { signal });
  const cover = document.getElementById("drop-cover");

  listen("dragenter", (event) => {
    if (carriesFiles(event)) cover.hidden = false;
  });
  listen("dragleave", (event) => {
    if (!event.relatedTarget) cover.hidden = true; // it left the window
  });
  listen("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  listen("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    cover.hidden = true;
    onDrop(event.dataTransfer);
  });
}

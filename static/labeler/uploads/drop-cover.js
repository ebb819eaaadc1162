// The cover that says where dragged files may be dropped: anywhere on the page.

import { carriesFiles } from "uploads/dropped-files";

// `onDrop(dataTransfer)`: files were dropped.
export function wireDrop(onDrop) {
  const cover = document.getElementById("drop-cover");

  addEventListener("dragenter", (event) => {
    if (carriesFiles(event)) cover.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) cover.hidden = true; // it left the window
  });
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    cover.hidden = true;
    onDrop(event.dataTransfer);
  });
}

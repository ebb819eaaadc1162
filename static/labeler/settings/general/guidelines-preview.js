// Guidelines as labelers will see them, while they are typed: rendered by the server, the same as for the labeling page.

import { HttpError, post } from "base/http";

const PAUSE = 250; // ms without typing

// Gives a function that shows what the field says now.
export function wirePreview(field, url) {
  const box = document.getElementById("preview");
  const note = document.getElementById("preview-note");
  let shown = field.defaultValue;
  let timer;
  let turn = 0;

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });

  async function show() {
    const mine = ++turn; // an answer that is on its way is of an earlier text
    if (field.value === shown) {
      note.hidden = true;
      return;
    }
    const text = field.value;
    try {
      const { html } = await post(url, { guidelines: text });
      if (mine !== turn) return;
      shown = text;
      box.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      note.hidden = true;
    } catch (reason) {
      if (mine !== turn) return;
      note.textContent = reason instanceof HttpError ? reason.message : "Labeler was not reached: this preview is of an earlier text.";
      note.hidden = false;
    }
  }

  return show;
}

// A part of a page that comes after it has painted: the box stays, flat grey after 300 ms, words after 2 s. `also`: ids of
// parts that come with it.

import { afterPaint, inTurn } from "base/after-paint";
import { element, icon } from "base/markup";
import { swap } from "parts/swap";

export async function fillLater(id, url, words, { also = [] } = {}) {
  await afterPaint();
  const box = document.getElementById(id);
  const late = setTimeout(() => box.classList.add("is-late"), 300);
  const later = setTimeout(() => box.replaceChildren(element("p", { class: "row muted" }, icon("i-spin", "i spin"), words.loading)), 2000);
  try {
    await inTurn(() => swap(id, url, { also }));
  } catch {
    box.classList.remove("is-late");
    box.replaceChildren(failed(words.failed, () => {
      box.replaceChildren();
      fillLater(id, url, words, { also });
    }));
  } finally {
    clearTimeout(late);
    clearTimeout(later);
  }
}

function failed(words, retry) {
  const button = element("button", { type: "button", class: "btn btn-s push" }, "Retry");
  button.addEventListener("click", retry);
  const rest = element("span", { class: "muted" }, "The rest of this page is up to date.");
  return element("div", { class: "note note-bad", role: "alert" }, icon("i-alert"), element("div", {}, words, element("br"), rest), button);
}

// Buttons that copy: [data-copy="text"], or [data-copy-from="id of an element"]. They answer "Copied" for 2 s. And file
// names that are copied as part of a selection.

import { icon } from "base/markup";
import { announce } from "parts/announce";

const ANSWER = 2000; // ms

export function wireCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const text = button.dataset.copy ?? document.getElementById(button.dataset.copyFrom).textContent;
    answer(button, await copy(text) ? "Copied" : "Not copied");
  });
  document.addEventListener("copy", copyNamesWhole);
}

// The halves of a file name stand in boxes of their own, and a browser writes each box on a line of its own.
function copyNamesWhole(event) {
  const selection = getSelection();
  const names = [...document.querySelectorAll(".file-name")].filter((name) => selection.containsNode(name, true));
  const halves = names.map((name) => [...name.children].map((half) => half.textContent));
  const text = halves.reduce((all, [start, end]) => all.replaceAll(`${start}\n${end}`, start + end), String(selection));
  if (text === String(selection)) return;
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughSelection(text); // over plain HTTP there is no clipboard object
  }
}

function copyThroughSelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "vh";
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus();
  return copied;
}

function answer(button, words) {
  clearTimeout(button.answering);
  button.replaceChildren(icon(words === "Copied" ? "i-check" : "i-alert"));
  button.title = words;
  announce(words);
  button.answering = setTimeout(() => {
    button.replaceChildren(icon("i-copy"));
    button.removeAttribute("title");
  }, ANSWER);
}

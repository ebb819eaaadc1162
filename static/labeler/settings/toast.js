// One toast at the foot of the page: what was done, and Undo. It stays 6 s, and as long as it is pointed at or has the focus.

import { isForSomethingElse } from "base/keymap";
import { singleKeysOn } from "base/single-keys";

const STAYS = 6000; // ms

export function createToast(box) {
  const [words, button] = box.children;
  let undo = null;
  let timer;

  const isHeld = () => box.matches(":hover, :focus-within");
  const hide = () => {
    box.hidden = true;
    undo = null;
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (isHeld() ? wait() : hide()), STAYS);
  };

  button.addEventListener("click", takeBack);
  document.addEventListener("keydown", (event) => {
    const isUndo = event.key.toLowerCase() === "z" && !event.shiftKey && !event.altKey && (event.ctrlKey || event.metaKey || singleKeysOn());
    if (!undo || !isUndo || isForSomethingElse(event, document)) return;
    event.preventDefault();
    takeBack();
  });

  function takeBack() {
    const act = undo;
    hide();
    act?.();
  }

  // `act` takes back what was done.
  return function say(text, act) {
    words.textContent = text;
    undo = act;
    button.hidden = !act;
    box.hidden = false;
    wait();
  };
}

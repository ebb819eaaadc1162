// Keys and buttons become commands, told when: `at`, an event's time stamp.

import { createKeymap, isForSomethingElse } from "base/keymap";
import { singleKeysOn, wireShortcuts } from "base/single-keys";

export function wireWork(keys, pageCommands = {}) {
  const goTo = (name) => document.querySelector(`[data-go="${name}"]`)?.click();
  const commands = {
    go: ({ to }) => goTo(to),
    back: () => {
      const open = document.querySelector(":popover-open");
      return open ? open.hidePopover() : goTo("back");
    },
    guidelines: () => document.getElementById("guidelines")?.togglePopover(),
    shortcuts: () => document.getElementById("shortcuts").showModal(),
    ...pageCommands,
  };
  const commandFor = createKeymap(keys, singleKeysOn);
  wireShortcuts();

  document.addEventListener("keydown", (event) => {
    if (isForSomethingElse(event, document)) return commandFor.end();
    const command = commandFor(event);
    const run = commands[command?.type];
    if (!run || isForButton(event)) return;
    event.preventDefault();
    run({ ...command, at: event.timeStamp });
  });

  // <button data-do="skip"> is the twin of a key.
  document.addEventListener("click", ({ target, timeStamp: at }) => {
    commandFor.end();
    const button = target.closest("[data-do]:not([aria-disabled=true])");
    if (button) commands[button.dataset.do]({ at });
  });

  // The focus stays: the next arrow key is for the images.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-do], .choice")) event.preventDefault();
  });
  return commandFor.end;
}

function isForButton({ key, target }) {
  return (key === "Enter" || key === " ") && Boolean(target.closest?.("button, a"));
}

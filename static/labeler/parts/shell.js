// Wires what every management page shares: keys, menus, dialogs, copying, counts.

import { createKeymap, isForSomethingElse } from "base/keymap";
import { singleKeysOn, wireShortcuts } from "base/single-keys";
import { wireCopying } from "parts/copy-buttons";
import { refreshCounts } from "parts/counts";
import { openDialog, wireDialogs } from "parts/dialogs";
import { wireMenus } from "parts/menus";
import { followRunningJob } from "parts/running-job";
import { wireTabs } from "parts/tabs";

const KEYS = {
  single: { "/": "search", "?": "shortcuts", u: "u", l: "l", z: "z" },
  shifted: {},
  control: { z: "z" },
  named: {},
  filters: [],
};

const commands = {
  go: ({ to }) => document.querySelector(`[data-go="${to}"]`)?.click(),
  search: () => document.querySelector("[data-search]")?.select(),
  shortcuts: () => openDialog("shortcuts"),
  u: () => press("u"),
  l: () => press("l"),
  z: () => press("z"),
};

wireDialogs();
wireMenus();
wireCopying();
wireTabs();
wireShortcuts();
refreshCounts();
followRunningJob();

const commandFor = createKeymap(KEYS, singleKeysOn);
document.addEventListener("keydown", (event) => {
  if (isForSomethingElse(event, document)) return leaveField(event);
  const command = commandFor(event);
  const run = command && commands[command.type];
  if (!run) return undefined;
  event.preventDefault(); // "/" must not end up in the field it opens
  return run(command);
});

// A button or link with [data-key] says its key itself.
function press(key) {
  document.querySelector(`[data-key="${key}"]`)?.click();
}

function leaveField(event) {
  if (event.key === "Escape" && event.target.matches?.("[data-search]") && !event.target.value) event.target.blur();
}

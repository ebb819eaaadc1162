// Wires what every management page shares: keys, menus, dialogs, copying, counts.

import { createKeymap, isForSomethingElse } from "labeler/keymap";
import { openDialog, wireDialogs } from "labeler/dialogs";
import { refreshCounts } from "labeler/counts";
import { singleKeysOn, wireShortcuts } from "labeler/shortcuts";
import { wireCopying } from "labeler/copy";
import { followSideJob } from "labeler/side-job";
import { wireMenus } from "labeler/menus";
import { wireTabs } from "labeler/tabs";

const KEYS = {
  single: { "/": "search", "?": "shortcuts", u: "u", l: "l" },
  shifted: {},
  control: {},
  named: {},
  filters: [],
};

const commands = {
  go: ({ to }) => document.querySelector(`[data-go="${to}"]`)?.click(),
  search: () => document.querySelector("[data-search]")?.select(),
  shortcuts: () => openDialog("shortcuts"),
  u: () => press("u"),
  l: () => press("l"),
};

wireDialogs();
wireMenus();
wireCopying();
wireTabs();
wireShortcuts();
refreshCounts();
followSideJob();

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

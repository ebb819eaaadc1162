// The grid of the assets page: its links and filters replace it in place, so that uploads go on; arrows move in it.

import { boxes, clear, deleteChosen, focused, focusTile, labelChosen, selectAll, selectFrom, toggle } from "assets/selection-bar";
import { step } from "assets/tile-steps";
import { createKeymap, isForSomethingElse } from "base/keymap";
import { element, icon } from "base/markup";
import { singleKeysOn } from "base/single-keys";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { refreshCounts } from "parts/counts";
import { fileName } from "parts/file-name";
import { swap } from "parts/swap";

const browse = () => document.getElementById("browse");

const FIELD = "[data-search]";
const PAUSE = 250; // ms without a letter, before the list follows what is typed

let typing = null; // the timer of letters that were not asked about yet

const place = (url) => (url === "?" ? location.pathname : url);
const here = () => place(location.search || "?");

export async function show(url, { push = true, quiet = false } = {}) {
  const focus = focusKey();
  // The browser says it better when the server is not reached; whoever did not ask is not led away.
  const fresh = await ask(url, () => quiet || location.assign(url));
  if (!fresh) return;
  const field = fresh.querySelector(FIELD);
  if (field && !typing) field.value = field.defaultValue;
  if (push) history.pushState(null, "", place(url));
  restoreFocus(focus);
  refreshCounts();
  if (!quiet) announce(shown());
}

// The same for letters on their way: no entry of the history for each, and whoever types is not led away.
async function follow(url) {
  const fresh = await ask(url, () => {
    const words = "The server was not reached. Enter tries again.";
    document.getElementById("shown").textContent = words;
    announce(words);
  });
  if (!fresh) return;
  history.replaceState(null, "", place(url));
  await refreshCounts(); // of how many "1–120" are
  if (!typing && place(url) === here()) announce(shown());
}

// Resolves to the list, or to null when it is no longer waited for.
async function ask(url, failed) {
  clearTimeout(typing);
  typing = null;
  try {
    const fresh = await swap("browse", url, { kept: FIELD });
    if (fresh) selectFrom(fresh);
    return fresh;
  } catch {
    failed();
    return null;
  }
}

const shown = () => document.getElementById("shown")?.textContent ?? "No images yet";

document.addEventListener("click", (event) => {
  const link = event.target.closest("#browse a[href^='?']");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const pages = Boolean(link.closest(".pager"));
  show(link.getAttribute("href")).then(() => pages && scrollTo(0, 0));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("#browse [data-auto]")) event.target.form.requestSubmit();
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches(`#browse ${FIELD}`)) return;
  clearTimeout(typing);
  typing = setTimeout(() => follow(addressOf(target.form)), PAUSE);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#browse form")) return;
  event.preventDefault();
  const url = addressOf(event.target);
  show(url, { push: place(url) !== here() });
});

function addressOf(form) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() && !(name === "sort" && value === "place")) asked.set(name, value.trim());
  }
  return `?${asked}`;
}

addEventListener("popstate", () => show(location.href, { push: false }));

// A picture that cannot be shown says which one it is.
document.addEventListener("error", (event) => {
  const tile = event.target.matches?.(".tile img") && event.target.closest(".tile");
  if (tile) event.target.replaceWith(element("span", { class: "blank tile-failed" }, icon("i-assets"), fileName(tile.getAttribute("aria-label").split(", ")[0])));
}, true);

function focusKey() {
  const at = document.activeElement;
  if (!browse().contains(at)) return null;
  if (at.name) return `[name="${at.name}"]`;
  if (at.dataset.tab) return `[data-tab="${at.dataset.tab}"]`;
  if (at.rel) return `[rel="${at.rel}"]`;
  return at.getAttribute("aria-label") ? `[aria-label="${CSS.escape(at.getAttribute("aria-label"))}"]` : "#browse";
}

function restoreFocus(key) {
  if (!key) return;
  const target = browse().querySelector(key) ?? browse();
  if (target === browse()) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// --- keys: arrows, Home and End move between tiles, with Shift they choose; Shift+1 to 5 choose a tab ---

const TABS = ["all", "unlabeled", "in_review", "done", "skipped"];
const commandFor = createKeymap(
  {
    single: {}, shifted: {}, control: { a: "all" }, filters: TABS,
    named: {
      ArrowRight: "step", ArrowLeft: "step", ArrowUp: "step", ArrowDown: "step", Home: "step", End: "step",
      " ": "toggle", Escape: "back", Delete: "delete",
    },
  },
  singleKeysOn,
);

const commands = {
  filter: ({ filter }) => document.querySelector(`[data-tab="${TABS.indexOf(filter) + 1}"]`)?.click(),
  // The first press finds the grid, whatever has the focus.
  step: ({ key, extend }) => focusTile(focused() < 0 ? 0 : step(boxes(), focused(), key), extend),
  toggle: () => toggle(focused()),
  all: selectAll,
  back: () => clear() || document.querySelector('[data-go="overview"]').click(),
  delete: deleteAndShow,
};

document.addEventListener("keydown", (event) => {
  if (isForSomethingElse(event, document) || !document.querySelector(".justified")) return;
  const command = commandFor(event);
  if (!command || (command.type === "toggle" && focused() < 0)) return;
  event.preventDefault();
  commands[command.type]?.(command);
});

document.getElementById("chosen").addEventListener("click", (event) => {
  const what = event.target.closest("[data-chosen-do]")?.dataset.chosenDo;
  if (what === "clear") clear();
  if (what === "label") labelChosen();
  if (what === "delete") deleteAndShow();
});

async function deleteAndShow() {
  if (!document.querySelector("[data-chosen-do='delete']")) return; // not everybody may
  const count = await deleteChosen();
  if (!count) return;
  await show(location.href, { push: false });
  refreshCounts();
  announce(`${plural(count, "image")} deleted`);
}

selectFrom(document);
if (document.querySelector("[data-partial]")) {
  import("parts/later/partial-list").then(({ followPartialList }) =>
    followPartialList({
      isBusy: () => Boolean(typing) || !document.getElementById("chosen").hidden,
      show: () => show(location.href, { push: false, quiet: true }),
    }),
  );
}

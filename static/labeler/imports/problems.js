// What a look at a file found that cannot be used: why, how often, and where. Knows no network.

import { element, icon, thousands } from "base/markup";
import { plural } from "base/words";
import { namedList } from "imports/parts";

const FIRST = 3; // places of each that are shown at once
const THEN = { notes: "told only", unknown_images: "not here" };

// Of the report of a look: a section, or null where nothing is wrong. `all`: the address of the CSV of every place.
export function problemsSection(report, all) {
  const problems = (report.problems ?? []).filter(({ kind }) => kind !== "unknown_images");
  if (!problems.length) return null;
  const head = element("div", { class: "panel-head" }, element("h2", { id: "h-problems" }, "Problems"), element("span", { class: "n" }, thousands(problems.length)));
  if (all) head.append(element("a", { class: "btn btn-s", href: all, download: true }, icon("i-download"), "All places as CSV"));
  return element("section", { class: "panel", "aria-labelledby": "h-problems" }, head, ...problems.map((each) => problem(each, Boolean(all))));
}

function problem({ kind, why, count, places }, hasTable) {
  const mark = kind === "notes" ? icon("i-info") : icon("st-thin", "st st-thin");
  const words = element("span", {}, why);
  const then = element("span", { class: "small muted" }, `${thousands(count)} ${THEN[kind] ?? "left out"}`);
  return element("div", { class: "problem" }, mark, words, then, listed(places, count, hasTable));
}

function listed(places, count, hasTable) {
  const code = (text) => element("code", {}, text);
  const row = element("span", { class: "places" }, ...places.slice(0, FIRST).map(code));
  const rest = places.slice(FIRST);
  if (rest.length) {
    const more = element("button", { type: "button", class: "link" }, `${thousands(count - FIRST)} more`);
    more.addEventListener("click", () => {
      const hidden = count - places.length;
      const codes = rest.map(code);
      codes[0].tabIndex = -1;
      more.replaceWith(...codes, ...(hidden ? [element("span", {}, `and ${plural(hidden, "other")}${hasTable ? " in the CSV" : ""}`)] : []));
      codes[0].focus();
    });
    row.append(more);
  }
  return row;
}

// The panel of names that no image here has; null where there are none.
export function missingSection(list, lookAgain) {
  const { count } = list;
  if (!count) return null;
  const again = element("button", { type: "button", class: "btn btn-s" }, "Look again");
  again.addEventListener("click", lookAgain);
  return element(
    "section",
    { class: "panel", "aria-labelledby": "h-missing" },
    element("div", { class: "panel-head" }, element("h2", { id: "h-missing" }, `${thousands(count)} not here`)),
    element(
      "div",
      { class: "panel-body stack-s" },
      element("p", { class: "muted" }, "Images are found by their content, then by the longest part of their path. Add their pictures, then look again."),
      namedList("List", "Images that are not here", list, false),
      again,
    ),
  );
}

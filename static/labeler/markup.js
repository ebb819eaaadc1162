// Makes elements. Text is always text, never markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function icon(name, classes = "i") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

// Shape, colour (by the project's style sheet) and name, as the template tag of the same name makes it.
export function categoryMark(id, { name, shape, active }) {
  return element("span", { class: "cat", "data-category": id }, icon(`c-${shape}`, "shape"), element("span", {}, active ? name : `${name} (removed)`));
}

export const thousands = (number) => number.toLocaleString("en-US");

export const plural = (number, one, many = `${one}s`) => `${thousands(number)} ${number === 1 ? one : many}`;

// Decimal units, like the server's.
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["KB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value >= 99.5 || unit === 0 ? 0 : 1).replace(/\.0$/, "")} ${units[unit]}`;
}

// Elements and words of pages. Text is always text, never markup.

export const element = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

function fill(made, attributes = {}, children = []) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

const drawn = (tag, attributes, children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

export const icon = (name, classes = "i") => drawn("svg", { class: classes, "aria-hidden": "true" }, [drawn("use", { href: `#${name}` })]);

export function categoryMark(id, { name, shape, active }) {
  const words = element("span", {}, active ? name : `${name} (removed)`);
  return element("span", { class: "cat", "data-category": id }, icon(`c-${shape}`, "shape"), words);
}

export const thousands = (number) => number.toLocaleString("en-US");

export function writeCount(row, count) {
  if (row.count !== count) row.lastElementChild.textContent = thousands((row.count = count));
}

export const stateMark = (status) => icon(`st-${status}`, `st st-${status}`);

// Words of a template, `count(name)` their numbers.
export function say(box, name, count) {
  box.replaceChildren(document.querySelector(`[data-words="${name}"]`).content.cloneNode(true));
  for (const node of box.querySelectorAll("[data-n]")) {
    const { n, zero = "", one, many } = node.dataset;
    const number = count(n);
    node.textContent = number ? (number === 1 ? one : many).replace("{n}", thousands(number)) : zero;
  }
}


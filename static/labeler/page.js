// Runs on every page: what a strict content policy does not let markup say.

const PROPERTIES = { v: "--v", ar: "--ar", c: "--c" };

// <i data-v="40%"> becomes --v: 40%. Custom properties only, so that styles stay in the style sheets.
export function applyVariables(root = document) {
  for (const [name, property] of Object.entries(PROPERTIES)) {
    for (const element of root.querySelectorAll(`[data-${name}]`)) element.style.setProperty(property, element.dataset[name]);
  }
}

applyVariables();

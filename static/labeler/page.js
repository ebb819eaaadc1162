// Runs on every page: what a strict content policy does not let markup say.

// <i data-v="40%"> becomes --v: 40%. Custom properties only, so that styles stay in the style sheets.
export function applyVariables(root = document) {
  for (const element of root.querySelectorAll("[data-v]")) element.style.setProperty("--v", element.dataset.v);
  for (const element of root.querySelectorAll("[data-ar]")) element.style.setProperty("--ar", element.dataset.ar);
}

applyVariables();

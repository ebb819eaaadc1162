// What a strict content policy does not let markup say.

// <i data-v="40%"> becomes --v: 40%.
export function applyVariables(root = document) {
  for (const name of ["v", "ar", "c"]) {
    for (const { dataset, style } of root.querySelectorAll(`[data-${name}]`)) style.setProperty(`--${name}`, dataset[name]);
  }
}

applyVariables();

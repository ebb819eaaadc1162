// The one polite live region of a page.

export function announce(words) {
  const region = document.getElementById("live");
  // Readers speak a change: the same words again differ by a space.
  if (region) region.textContent = words + (region.textContent === words ? "\u00a0" : "");
}

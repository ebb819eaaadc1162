// The one polite live region of a page.

export function announce(words) {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  // Readers speak a change: the same words twice need a moment without.
  setTimeout(() => { region.textContent = words; }, 50);
}

// The way back to the page of the review whose list is walked: it is told which image was looked at last.

const PATIENCE = 3000; // ms for answers on their way: the list there should know them

// `source.shown`: the image on the screen. `drained()`: resolves once no answer is on its way.
export function wireWayBack(source, drained) {
  const link = document.querySelector('[data-go="back"]');
  const { pathname, search } = link;
  let isBack = false;

  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (isBack) return;
    isBack = true;
    await Promise.race([drained(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    if (isJustBehind(link.href)) history.back();
    else location.assign(link.href);
  });
  addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(`labeler:review-looked:${pathname}${search}`, JSON.stringify({ id: source.shown, isBack }));
    } catch {
      // Full or forbidden: then it starts at the top there.
    }
    isBack = false;
  });
}

// Then the browser's own way back grows no longer.
function isJustBehind(href) {
  const { navigation } = window; // not in every browser
  return navigation?.entries()[navigation.currentEntry.index - 1]?.url === href;
}

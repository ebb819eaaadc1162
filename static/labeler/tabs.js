// Tabs after the ARIA pattern: one tab stop, arrows inside, the panels are those that the tabs control.

export function wireTabs() {
  for (const list of document.querySelectorAll("[role=tablist]")) {
    const tabs = [...list.querySelectorAll("[role=tab]")];
    list.addEventListener("click", (event) => choose(tabs, event.target.closest("[role=tab]")));
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const here = tabs.indexOf(document.activeElement);
      choose(tabs, tabs[(here + step + tabs.length) % tabs.length]).focus();
    });
  }
}

function choose(tabs, chosen) {
  if (!chosen) return null;
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
  }
  return chosen;
}

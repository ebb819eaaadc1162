// Tabs after the ARIA pattern: one tab stop, arrows inside, the panels are those that the tabs control. Lists that come
// later are wired, too.

export function wireTabs() {
  document.addEventListener("click", ({ target }) => {
    const tab = target.closest("[role=tab]");
    if (tab) choose(tabsBeside(tab), tab);
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = event.target.closest?.("[role=tab]");
    if (!step || !here) return;
    event.preventDefault();
    const tabs = tabsBeside(here);
    choose(tabs, tabs[(tabs.indexOf(here) + step + tabs.length) % tabs.length]).focus();
  });
}

const tabsBeside = (tab) => [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];

function choose(tabs, chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
  }
  return chosen;
}

// Menus are <details data-menu>: they close on Escape, on a click elsewhere and when focus leaves them.

export function wireMenus() {
  document.addEventListener("click", (event) => closeAll((menu) => !menu.contains(event.target)));
  document.addEventListener("focusin", (event) => closeAll((menu) => !menu.contains(event.target)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }, true);
}

function closeAll(where) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (where(menu)) menu.open = false;
  }
}

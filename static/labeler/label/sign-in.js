// Signing in again in place, with the server's own form.

import { fetchPage } from "base/page-data";

// `accept(page)`: whether it is this person's.
export async function signIn(dialog, username, accept, address = location.href, answer) {
  const { url, page } = await fetchPage(address, answer);
  if (accept(page)) return dialog.close();
  const form = page.querySelector(".login, .oops"); // or why there is none
  if (!form) return location.reload(); // somebody else is signed in
  dialog.lastElementChild.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
  const { username: name, password, code } = form.elements ?? {};
  Object.assign(name ?? {}, { value: username, readOnly: true });
  (password ?? code)?.focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    signIn(dialog, username, accept, url, new FormData(form)).catch(() => dialog.close());
  };
}

// Signing in again in place, with the server's own form.

import { sendAs } from "base/http";
import { dataIn, fetchPage } from "base/page-data";

// `data`: of the page, which goes on by `resume` once it is this person's again.
export async function signIn(dialog, data, resume, address = location.href, answer) {
  const { url, page } = await fetchPage(address, answer);
  const now = dataIn(page);
  if (now?.user === data.user) {
    sendAs(now.csrf);
    resume();
    return dialog.close();
  }
  const form = page.querySelector(".login, .oops"); // or why there is none
  if (!form) return location.reload(); // somebody else is signed in
  dialog.lastElementChild.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
  const { username: name, password, code } = form.elements ?? {};
  Object.assign(name ?? {}, { value: data.username, readOnly: true });
  (password ?? code)?.focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    signIn(dialog, data, resume, url, new FormData(form)).catch(() => dialog.close());
  };
}

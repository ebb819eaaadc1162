// The same document becomes another management page, so that what it holds (dropped files, say) lives on.

import { applyVariables } from "base/css-variables";
import { fetchPage } from "base/page-data";
import { wireShortcuts } from "base/single-keys";
import { refreshCounts } from "parts/counts";
import { followRunningJob } from "parts/running-job";

// Rejects when the page was not reached; resolves to false when another one came, where the browser goes then.
export async function become(address) {
  const { page, url } = await fetchPage(address);
  if (!page.body.dataset.api) {
    location.assign(url);
    return false;
  }
  await takeStyles(page);
  document.title = page.title;
  const modules = [...page.querySelectorAll("script[type=module]")].map(({ src }) => src);
  history.pushState(null, "", url);
  document.body = document.adoptNode(page.body);
  scrollTo(0, 0);
  applyVariables();
  wireShortcuts();
  await Promise.all(modules.map((each) => import(each))); // those that are here stay what they are
  refreshCounts();
  followRunningJob();
  document.getElementById("main").focus();
  return true;
}

// First what is new, then away with what is not wanted: no moment without a style.
async function takeStyles(page) {
  const links = (root) => [...root.querySelectorAll("link[rel=stylesheet]")];
  const here = new Map(links(document).map((link) => [link.href, link]));
  const wanted = links(page);
  await Promise.all(wanted.filter(({ href }) => !here.has(href)).map(({ href }) => loaded(href)));
  const kept = new Set(wanted.map(({ href }) => href));
  for (const [href, link] of here) if (!kept.has(href)) link.remove();
}

const loaded = (href) => new Promise((resolve) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.addEventListener("load", resolve);
  link.addEventListener("error", resolve); // a page without a style can still be used
  document.head.append(link);
});

// The id of this tab, which has a stretch. A closed one leaves both to the next; in the session and not free, it is a copy.

import { newId } from "base/ids";

const KEY = "labeler-tab";
const KEPT = 600_000; // ms: as long as the server keeps a stretch

export function claimTab() {
  try {
    const id = takeTab(sessionStorage, localStorage);
    addEventListener("pagehide", () => leaveTab(id, localStorage));
    return id;
  } catch {
    return newId(); // storage is forbidden
  }
}

export function takeTab(session, local, now = Date.now()) {
  const free = freeTabs(local).filter(({ at }) => now - at < KEPT);
  const mine = free.find(({ id }) => id === session.getItem(KEY)) ?? free.at(-1);
  local.setItem(KEY, JSON.stringify(free.filter((tab) => tab !== mine)));
  const id = mine?.id ?? newId();
  session.setItem(KEY, id);
  return id;
}

export function leaveTab(id, local, now = Date.now()) {
  local.setItem(KEY, JSON.stringify([...freeTabs(local), { id, at: now }]));
}

const freeTabs = (local) => JSON.parse(local.getItem(KEY) ?? "[]");

// Which files are in the project already, by the hash of their bytes, so that these need not be sent.

import { post } from "base/http";
import { stopReason } from "uploads/send";

const AT_ONCE = 2; // files in memory
const PATIENCE = 60_000; // ms

// Browsers hash on HTTPS and on this machine only; elsewhere files are just sent, and the server finds the twins.
export const canHash = () => Boolean(globalThis.crypto?.subtle);

// Gives each item its `sha256`, or calls unreadable(item). Never rejects.
export async function hashAll(items, unreadable) {
  const rest = [...items].reverse();
  const work = async () => {
    for (let item = rest.pop(); item; item = rest.pop()) {
      try {
        item.sha256 = hex(await crypto.subtle.digest("SHA-256", await item.file.arrayBuffer()));
      } catch {
        unreadable(item);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

// Tells what the files are called, so that the server remembers these names, too, of those it has.
// Resolves to {result: "answered", assetOf}, {result: "stopped", reason} or {result: "lost"}; never rejects.
export async function askKnown(items, url) {
  try {
    const hashes = [...new Set(items.map(({ sha256 }) => sha256))];
    const named = items.filter(({ of }) => of).map(({ sha256, of: { row } }) => ({ sha256, name: row.name, folder: row.folder }));
    const { known, names } = await post(url, { sha256: hashes, named }, { signal: AbortSignal.timeout(PATIENCE) });
    const assetOf = ({ sha256 }) => (known[sha256] ? { id: known[sha256], original_name: names[sha256] } : null);
    return { result: "answered", assetOf };
  } catch (error) {
    const reason = stopReason(error.status, error.code);
    if (reason) return { result: "stopped", reason };
    const isLost = !error.status || error.status >= 500 || error.status === 408 || error.status === 429;
    return isLost ? { result: "lost" } : { result: "answered", assetOf: () => null }; // sending tells what is wrong
  }
}

function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Asks which files the server has already, by the hash of their bytes, so that these need not be sent.

import { post } from "labeler/http";

// Browsers hash on HTTPS and on this machine only; elsewhere files are just sent, and the server finds the twins.
export const canHash = Boolean(globalThis.crypto?.subtle);

// Resolves to a map of file to asset number, of those that are known. Two files at a time are held in memory.
export async function askKnown(files, url) {
  const hashes = new Map();
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const hash = await hashOf(file);
      if (hash) hashes.set(file, hash);
    }
  };
  await Promise.all([work(), work()]);
  if (!hashes.size) return new Map();
  const { known } = await post(url, { sha256: [...new Set(hashes.values())] });
  return new Map([...hashes].filter(([, hash]) => known[hash]).map(([file, hash]) => [file, known[hash]]));
}

// Null when the file cannot be read: sending it says why.
async function hashOf(file) {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return null;
  }
}

// Asks for places in a row: the images of a list stand in its order then, though several are sent at a time.

import { post } from "base/http";
import { stopReason } from "uploads/send";

const PATIENCE = 60_000; // ms

// Resolves to {start, cursor}, or to {result, reason} as an upload that was "lost", "stopped" or "refused"; never rejects.
export async function askPlaces(count, url) {
  try {
    return await post(url, { count }, { signal: AbortSignal.timeout(PATIENCE) });
  } catch ({ status, code, message }) {
    const reason = stopReason(status, code);
    if (reason) return { result: "stopped", reason };
    const isRefused = status >= 400 && status < 500 && status !== 408 && status !== 429;
    return isRefused ? { result: "refused", reason: message } : { result: "lost", reason: "The server was not reached" };
  }
}

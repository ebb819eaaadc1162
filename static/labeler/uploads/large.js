// Sends one large image in pieces: after a broken connection, or a reload, it goes on where it stood. Knows no queue and
// no page; tells what became of it as `sendFile` does.

import { get, HttpError } from "base/http";
import { isReadable, judge, UNUSABLE } from "uploads/send";
import { endUpload, leftUploads, sendInPieces, standingOf } from "uploads/tus";

// A smaller file is one piece anyway: sent whole it takes one request, and not four.
const LARGE = 8_000_000; // bytes
const KIND = "image";
const ENDED = new Set([404, 410]); // the server forgot the upload; another begins from the start

export const isLarge = ({ size }) => size > LARGE;

// `uploads`: where pieces are sent; `assets`: where the image is then; `fields`: what else is told of it.
export async function sendLarge(file, { uploads, assets, fields }, onProgress) {
  let sent = 0;
  const progress = (bytes) => {
    sent = bytes;
    onProgress(bytes);
  };
  try {
    const { asset, duplicate } = await sendInPieces(file, uploads, { kind: KIND, more: fields, onProgress: progress });
    return { result: duplicate ? "duplicate" : "done", asset: await get(`${assets}${asset}/`) };
  } catch (problem) {
    if (problem instanceof HttpError && !ENDED.has(problem.status)) {
      return judge(problem.status, { error: { code: problem.code, message: problem.message } });
    }
    if (!(await isReadable(file))) return UNUSABLE;
    const reason = sent ? `Connection lost at ${Math.floor((100 * sent) / file.size)}%` : "The server was not reached";
    return { result: "lost", reason };
  }
}

// Nobody goes on with it.
export const endLarge = (file, uploads) => endUpload(file, uploads, KIND);

// Forget what the server has forgotten.
export function tidy(uploads) {
  for (const left of leftUploads(uploads, KIND)) standingOf(left).catch(() => {}); // another time
}

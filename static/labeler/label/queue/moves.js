// Far moves in the queue, which come after the first picture. Each answers whether there was one.

import { get } from "base/http";

export function toFirst(queue) {
  return queue.source.started ? queue.first() : queue.source.openIn(queue, "first");
}

export function toLast(queue) {
  if (!queue.source.openIn) return claimLast(queue);
  return queue.source.done ? queue.last() : queue.source.openIn(queue, "last");
}

async function claimLast(queue) {
  await queue.ask({ at_end: true });
  return queue.goTo(queue.source.first) || queue.last();
}

export async function toUnlabeled(queue) {
  await queue.loadAhead();
  return queue.nextUnlabeled() || (await queue.source.openIn?.(queue, `unlabeled&from=${queue.items.at(-1)?.id}`)) || queue.firstUnlabeled();
}

export const toFrameBefore = (queue, api) => toFrame(queue, api, "previous", -1);
export const toFrameAfter = (queue, api) => toFrame(queue, api, "next", 1);

// If it is not here, it comes to stand beside the current one.
async function toFrame(queue, api, which, step) {
  const { [which]: frame } = queue.current ? await get(`${api}assets/${queue.current.id}/frames/`) : {};
  if (!frame) return false;
  return goBeside(queue, frame, step);
}

export function goBeside(queue, frame, step) {
  if (!queue.get(frame.id)) queue.insert(queue.prepare(frame), step);
  return queue.goTo(frame.id);
}

// An operation is one whole answer on its way. `seen`: it was on the screen, for `shown_ms`.

import { newId } from "base/ids";

export const newOperation = (asset, answer, more) => ({ op_id: newId(), asset: asset.id, base_revision: asset.revision, ...answerOf(answer), ...more, ...(asset.second && { second: true }) });

export const answerOf = ({ status, category_ids }) => ({ status, category_ids });

export const sameAnswer = (one, other) => one.status === other.status && String(one.category_ids) === String(other.category_ids);

// The asset once these are applied; with a problem it waits for a person.
export function withPending(asset, operations) {
  const last = operations.at(-1);
  if (!last || operations.some(({ problem }) => problem)) return asset;
  return { ...asset, ...answerOf(last), revision: Math.max(asset.revision, last.base_revision + 1) };
}

// Never two of one asset: after a conflict the second would overwrite somebody's. After a problem they wait.
export function nextBatch(operations, most = 50) {
  const stuck = new Set(operations.filter(({ problem }) => problem).map(({ asset }) => asset));
  const batch = new Map();
  for (const operation of operations) {
    if (stuck.has(operation.asset)) continue;
    if (batch.has(operation.asset) || batch.size === most) break;
    batch.set(operation.asset, operation);
  }
  return [...batch.values()];
}

export const wire = ({ seq, problem, sent, ...told }) => told;

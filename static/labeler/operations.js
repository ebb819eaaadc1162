// An operation is one whole answer on its way. Pure but for random ids.

export function newOperation(asset, answer) {
  return { op_id: newId(), asset: asset.id, base_revision: asset.revision, ...answerOf(answer) };
}

// `crypto.randomUUID` is missing over plain HTTP.
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function answerOf({ status, category_ids }) {
  return { status, category_ids };
}

export function sameAnswer(one, other) {
  return one.status === other.status && String(one.category_ids) === String(other.category_ids);
}

// The asset once these are applied. With a problem among them it stays until a person has decided.
export function withPending(asset, operations) {
  const last = operations.at(-1);
  if (!last || operations.some(({ problem }) => problem)) return asset;
  return { ...asset, ...answerOf(last), revision: Math.max(asset.revision, last.base_revision + 1) };
}

// The next to send, never two of one asset: were the first a conflict, the second, one revision further, could overwrite
// somebody's. What follows a problem waits, too.
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

// Without what only this browser knows.
export function wire({ op_id, asset, base_revision, status, category_ids }) {
  return { op_id, asset, base_revision, status, category_ids };
}

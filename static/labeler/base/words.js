// Numbers in words, and the shares that were typed.

import { thousands } from "base/markup";

export const SPLITS = ["train", "val", "test"];

export const plural = (number, one, many = `${one}s`) => `${thousands(number)} ${number === 1 ? one : many}`;

// Decimal units, like the server's.
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["KB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value >= 99.5 || unit === 0 ? 0 : 1).replace(/\.0$/, "")} ${units[unit]}`;
}

// Percent as typed -> shares in 1/10000, or null when they are none. Two decimals at most, together 100.
export function sharesOf(texts) {
  if (!SPLITS.every((name) => /^(\d{1,3}(\.\d{1,2})?)?$/.test(texts[name].trim()))) return null;
  const shares = Object.fromEntries(SPLITS.map((name) => [name, Math.round(Number(texts[name]) * 100)]));
  return SPLITS.reduce((sum, name) => sum + shares[name], 0) === 10_000 ? shares : null;
}

// Numbers in words.

import { thousands } from "base/markup";

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

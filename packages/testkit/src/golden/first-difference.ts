import { isRecord } from './normalize-v1.ts';

/** Where two JSON values first differ, for people, e.g. `$.data[0].traceID: want "a", got "b"`; null when equal. */
export function firstDifference(want: unknown, got: unknown, path = '$'): string | null {
  if (Array.isArray(want) && Array.isArray(got)) return inLists(want, got, path);
  if (isRecord(want) && isRecord(got)) return inRecords(want, got, path);
  return Object.is(want, got) ? null : `${path}: want ${short(want)}, got ${short(got)}`;
}

function inLists(want: readonly unknown[], got: readonly unknown[], path: string): string | null {
  const length = Math.min(want.length, got.length);
  for (let i = 0; i < length; i++) {
    const found = firstDifference(want[i], got[i], `${path}[${i}]`);
    if (found !== null) return found;
  }
  if (want.length === got.length) return null;
  return `${path}: want ${want.length} items, got ${got.length}; ${short((want.length > length ? want : got)[length])} is one too many`;
}

function inRecords(
  want: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
  path: string,
): string | null {
  for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
    if (!(key in got)) return `${path}.${key}: want ${short(want[key])}, got nothing`;
    if (!(key in want)) return `${path}.${key}: want nothing, got ${short(got[key])}`;
    const found = firstDifference(want[key], got[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length <= 160 ? text : `${text.slice(0, 157)}...`;
}

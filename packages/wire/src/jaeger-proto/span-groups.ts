// The spans of a batch by their process: resources of the same bytes, even from different packets, are one group.
import type { SpanBatch } from '@spoor/core';
import { isNative, markerField } from '../native/native-marker.ts';
import { readScope } from '../otlp/read-span.ts';

/** Tag and length of the scope in its enclosing message: the marker's fields follow. */
const MARKER = markerField().subarray(2);

export interface SpanGroup {
  /** A row of the batch's resources that has the group's bytes. */
  readonly resource: number;
  readonly isNative: boolean;
  /** Its rows are `SpanGroups.rows` from `first` on. */
  first: number;
  count: number;
}

export interface SpanGroups {
  /** In order of appearance. */
  readonly groups: readonly SpanGroup[];
  /** All rows of the batch, group by group, in their order. */
  readonly rows: Uint32Array;
}

export function groupRows(batch: SpanBatch): SpanGroups {
  const groups: SpanGroup[] = [];
  const groupOfRow = assignGroups(batch, groups);
  let first = 0;
  for (const group of groups) {
    group.first = first;
    first += group.count;
    group.count = 0;
  }
  const rows = new Uint32Array(batch.length);
  for (let row = 0; row < batch.length; row++) {
    const group = groups[groupOfRow[row]!]!;
    rows[group.first + group.count++] = row;
  }
  return { groups, rows };
}

/** Fills `groups` with their counts. */
function assignGroups(batch: SpanBatch, groups: SpanGroup[]): Uint32Array {
  const { resource, scope } = batch.columns;
  const natives = Array.from(batch.scopes.at, (_, row) => isNativeScope(batch, row));
  // Two entries a resource, native spans and others; 0 = not seen yet, else the group plus one.
  const seen = new Uint32Array(2 * batch.resources.at.length);
  const byContent = new Map<string, number>();
  const groupOfRow = new Uint32Array(batch.length);
  for (let row = 0; row < batch.length; row++) {
    const native = natives[scope[row]!]!;
    const entry = 2 * resource[row]! + (native ? 1 : 0);
    if (seen[entry] === 0) seen[entry] = 1 + groupFor(batch, resource[row]!, native, groups, byContent);
    const group = seen[entry]! - 1;
    groups[group]!.count++;
    groupOfRow[row] = group;
  }
  return groupOfRow;
}

function groupFor(
  batch: SpanBatch,
  resource: number,
  native: boolean,
  groups: SpanGroup[],
  byContent: Map<string, number>,
): number {
  const at = batch.resources.at[resource]!;
  const end = at + batch.resources.bytes[resource]!;
  const { buffer, byteOffset, length } = batch.bytes;
  const key = (native ? 'n' : 'o') + Buffer.from(buffer, byteOffset, length).toString('latin1', at, end);
  const known = byContent.get(key);
  if (known !== undefined) return known;
  byContent.set(key, groups.length);
  groups.push({ resource, isNative: native, first: 0, count: 0 });
  return groups.length - 1;
}

function isNativeScope(batch: SpanBatch, row: number): boolean {
  const at = batch.scopes.at[row]!;
  const length = batch.scopes.bytes[row]!;
  if (length === MARKER.length && MARKER.every((byte, i) => batch.bytes[at + i] === byte)) return true;
  return isNative(readScope(batch.bytes, at, length, 0, 0));
}

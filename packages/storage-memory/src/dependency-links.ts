// Calls between services, counted over the traces that have a span starting within the range. From
// columns: parents are found by span id within each trace.
import type { DependencyLink, TimeRange } from '@spoor/core';
import { byCodeUnit } from './catalogue.ts';
import type { LocalNames } from './local-names.ts';
import { NONE } from './row-chunk.ts';
import { RowNames } from './row-names.ts';
import { SpanIdIndex } from './span-id-index.ts';
import type { TimeSlice } from './time-slice.ts';
import { refTo, type TraceRef } from './trace-ref.ts';
import { spanCountOf, visitRows } from './trace-rows.ts';
import type { TraceStore } from './trace-store.ts';

/** Calls by parent, then child. */
type Calls = Map<string, Map<string, number>>;

/** Sorted by parent, then child. */
export async function dependencyLinks(
  store: TraceStore,
  names: LocalNames,
  range: TimeRange,
  slice: TimeSlice,
): Promise<DependencyLink[]> {
  const ids = new SpanIdIndex(store);
  const rowNames = new RowNames(store, names);
  const total: Calls = new Map();
  for (const ref of await tracesWithin(store, range, slice)) {
    for (const [parent, child] of await callsOf(store, ref, ids, rowNames, slice)) count(total, parent, child);
    if (slice.spent) await slice.pause();
  }
  const links = [...total].flatMap(([parent, children]) =>
    Array.from(children, ([child, callCount]) => ({ parent, child, callCount, source: '' })),
  );
  return links.sort((a, b) => byCodeUnit(a.parent, b.parent) || byCodeUnit(a.child, b.child));
}

async function tracesWithin(store: TraceStore, range: TimeRange, slice: TimeSlice): Promise<Iterable<TraceRef>> {
  const found = new Map<number, TraceRef>();
  for (const chunk of store.chunks()) {
    if (chunk.freed || chunk.maxStartUs <= range.startUs || chunk.minStartUs >= range.endUs) continue;
    for (let i = 0; i < chunk.length; i++) {
      const startUs = chunk.startUs[i]!;
      const slot = chunk.trace[i]!;
      if (startUs <= range.startUs || startUs >= range.endUs || slot === NONE) continue;
      const known = found.get(slot);
      if (known === undefined || known.generation !== generationOf(store, slot))
        found.set(slot, refTo(store.traces, slot));
    }
    if (slice.spent) await slice.pause();
  }
  return found.values();
}

function generationOf(store: TraceStore, slot: number): number {
  return store.traces.segment(slot).generation[store.traces.place(slot)]!;
}

/** One pair of services a call; none when the trace was evicted. */
async function callsOf(
  store: TraceStore,
  ref: TraceRef,
  ids: SpanIdIndex,
  rowNames: RowNames,
  slice: TimeSlice,
): Promise<(readonly [string, string])[]> {
  const spanCount = spanCountOf(store, ref);
  ids.reset(spanCount);
  const whole = await visitRows(store, ref, spanCount, slice, (row) => ids.add(row));
  if (!whole) return [];
  const calls: (readonly [string, string])[] = [];
  const counted = await visitRows(store, ref, spanCount, slice, (row) => {
    const parent = ids.parentOf(row);
    if (parent === NONE) return;
    const [from, to] = [rowNames.service(parent), rowNames.service(row)];
    if (from !== to) calls.push([from, to]);
  });
  return counted ? calls : [];
}

function count(total: Calls, parent: string, child: string): void {
  const children = total.get(parent) ?? new Map<string, number>();
  if (children.size === 0) total.set(parent, children);
  children.set(child, (children.get(child) ?? 0) + 1);
}

// The rows of a trace one after another, in slices, for what is computed from columns alone.
import { CHUNK_MASK, NONE } from './row-chunk.ts';
import type { TimeSlice } from './time-slice.ts';
import { isAlive, type TraceRef } from './trace-ref.ts';
import type { TraceStore } from './trace-store.ts';

const ROWS_PER_STEP = 1024;

/** Calls `visit` for the first `count` rows of the trace. False = evicted meanwhile: forget what was seen. */
export async function visitRows(
  store: TraceStore,
  ref: TraceRef,
  count: number,
  slice: TimeSlice,
  visit: (row: number) => void,
): Promise<boolean> {
  if (!isAlive(store.traces, ref)) return false;
  const segment = store.traces.segment(ref.slot);
  const place = store.traces.place(ref.slot);
  let row = segment.head[place]!;
  for (let seen = 1; row !== NONE && seen <= count; seen++) {
    visit(row);
    row = store.chunkOf(row).nextRow[row & CHUNK_MASK]!;
    if (seen % ROWS_PER_STEP === 0 && slice.spent) {
      await slice.pause();
      if (!isAlive(store.traces, ref)) return false;
    }
  }
  return true;
}

/** Spans the trace has now; later ones belong to batches that came while it was read. */
export function spanCountOf(store: TraceStore, ref: TraceRef): number {
  return store.traces.segment(ref.slot).spanCount[store.traces.place(ref.slot)]!;
}

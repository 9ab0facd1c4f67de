// What a trace will take as objects, from columns alone: known before a single span is built.
import { CHUNK_MASK } from './row-chunk.ts';
import type { TimeSlice } from './time-slice.ts';
import type { TraceRef } from './trace-ref.ts';
import { visitRows } from './trace-rows.ts';
import type { TraceStore } from './trace-store.ts';

/** A span of ten short attributes takes 1.1 KB built from 230 B; adjusting and rendering leave garbage on top. */
const HEAP_BYTES_PER_SPAN = 1024;
const HEAP_BYTES_PER_BYTE = 4;

/** A generous estimate for the trace's first `count` spans; 0 when the trace was evicted. */
export async function heapBytesOf(store: TraceStore, ref: TraceRef, count: number, slice: TimeSlice): Promise<number> {
  let bytes = 0;
  const whole = await visitRows(store, ref, count, slice, (row) => {
    bytes += store.chunkOf(row).spanBytes[row & CHUNK_MASK]!;
  });
  return whole ? count * HEAP_BYTES_PER_SPAN + bytes * HEAP_BYTES_PER_BYTE : 0;
}

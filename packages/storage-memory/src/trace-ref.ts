// A trace that a search found. Slots are reused, so a reference outlives a pause only together with the
// generation it was taken in.
import { NONE } from './row-chunk.ts';
import type { TraceTable } from './trace-table.ts';

export interface TraceRef {
  readonly slot: number;
  readonly generation: number;
  readonly startUs: number;
  readonly startNsRem: number;
  /** The id's words, most significant first. */
  readonly id: readonly [number, number, number, number];
}

export function refTo(traces: TraceTable, slot: number): TraceRef {
  const segment = traces.segment(slot);
  const i = traces.place(slot);
  const { id } = segment;
  return {
    slot,
    generation: segment.generation[i]!,
    startUs: segment.startUs[i]!,
    startNsRem: segment.startNsRem[i]!,
    id: [id[4 * i]!, id[4 * i + 1]!, id[4 * i + 2]!, id[4 * i + 3]!],
  };
}

/** False once the trace was evicted. */
export function isAlive(traces: TraceTable, ref: TraceRef): boolean {
  return traces.segment(ref.slot).generation[traces.place(ref.slot)] === ref.generation;
}

/** Of the trace with this id of 32 hex digits; null when there is none. */
export function lookUp(traces: TraceTable, traceId: string): TraceRef | null {
  if (!/^[0-9a-f]{32}$/.test(traceId)) return null;
  const word = (at: number): number => Number.parseInt(traceId.slice(at, at + 8), 16) | 0;
  const slot = traces.find(word(0), word(8), word(16), word(24));
  return slot === NONE ? null : refTo(traces, slot);
}

/** 32 lower-case hex digits. */
export function traceIdOf(ref: TraceRef): string {
  return ref.id.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Negative when `a` comes first: later start first, then smaller id. */
export function newestFirst(a: TraceRef, b: TraceRef): number {
  if (a.startUs !== b.startUs) return a.startUs > b.startUs ? -1 : 1;
  if (a.startNsRem !== b.startNsRem) return b.startNsRem - a.startNsRem;
  for (let i = 0; i < 4; i++) {
    const difference = (a.id[i]! >>> 0) - (b.id[i]! >>> 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// Exact newest-first search. Chunks that cannot hold a match are passed by; the others are scanned in the
// order of their latest start. A trace starts no later than any of its spans, so once `limit` traces are
// found, rows and whole chunks that start before the oldest of them need no look: no time index is kept.
import { NewestTraces } from './newest-traces.ts';
import { NONE, type RowChunk } from './row-chunk.ts';
import { RowTokens } from './row-tokens.ts';
import { candidateLanes, type SearchPlan } from './search-plan.ts';
import { LANE_BITS } from './signature.ts';
import { SpanSource } from './span-source.ts';
import type { TimeSlice } from './time-slice.ts';
import { refTo, type TraceRef } from './trace-ref.ts';
import type { TraceStore } from './trace-store.ts';

/** Lanes scanned between two looks at the clock. */
const LANES_PER_STEP = 8;
/** Rows of a lane with more span bytes than this are looked at one by one: each may take milliseconds. */
const LARGE_LANE_BYTES = 64 * 1024;

/** The traces that match now, newest first; `limit` null = all. Throws the call's abort reason. */
export function findTraces(
  store: TraceStore,
  plan: SearchPlan,
  limit: number | null,
  slice: TimeSlice,
): Promise<readonly TraceRef[]> {
  return new TraceSearch(store, plan, limit ?? Number.POSITIVE_INFINITY).run(slice);
}

class TraceSearch {
  readonly #store: TraceStore;
  readonly #plan: SearchPlan;
  readonly #newest: NewestTraces;
  readonly #rowTokens: RowTokens;
  readonly #spans: SpanSource;
  /** Slot -> generation of the traces that matched, those that the heap let go of again included. */
  readonly #matched = new Map<number, number>();

  constructor(store: TraceStore, plan: SearchPlan, limit: number) {
    this.#store = store;
    this.#plan = plan;
    this.#newest = new NewestTraces(limit);
    this.#rowTokens = new RowTokens(plan.groups, store.slabs);
    this.#spans = new SpanSource(store);
  }

  async run(slice: TimeSlice): Promise<readonly TraceRef[]> {
    const chunks = this.#store.chunks().filter((chunk) => candidateLanes(this.#plan, chunk) !== 0);
    chunks.sort((a, b) => b.maxStartUs - a.maxStartUs);
    for (const _ of this.#steps(chunks, slice)) {
      await slice.pause();
      this.#rowTokens.forget();
    }
    return this.#newest.sorted(slice);
  }

  /** Scans chunk after chunk; yields when the slice is spent. */
  *#steps(chunks: readonly RowChunk[], slice: TimeSlice): Iterable<void> {
    let scanned = 0;
    for (const chunk of chunks) {
      if (chunk.freed || chunk.maxStartUs < this.#newest.floorUs) continue; // not `break`: the open chunk's bound moves
      const { length } = chunk;
      const lanes = candidateLanes(this.#plan, chunk);
      for (let lane = (length - 1) >>> LANE_BITS; lane >= 0 && !chunk.freed; lane--) {
        if (((lanes >>> lane) & 1) === 0) continue;
        const [from, end] = [lane << LANE_BITS, Math.min(length, (lane + 1) << LANE_BITS)];
        if (spanBytes(chunk, from, end) > LARGE_LANE_BYTES) yield* this.#oneByOne(chunk, from, end, slice);
        else this.#scan(chunk, from, end);
        if (++scanned % LANES_PER_STEP === 0 && slice.spent) yield;
      }
    }
  }

  *#oneByOne(chunk: RowChunk, from: number, end: number, slice: TimeSlice): Iterable<void> {
    for (let i = end - 1; i >= from && !chunk.freed; i--) {
      this.#scan(chunk, i, i + 1);
      if (slice.spent) yield;
    }
  }

  /** Rows [from, end), last first: mostly the newest. */
  #scan(chunk: RowChunk, from: number, end: number): void {
    const { startMinUs, startMaxUs, service, operation, minDurationNs, maxDurationNs } = this.#plan;
    let floorUs = Math.max(startMinUs, this.#newest.floorUs);
    for (let i = end - 1; i >= from; i--) {
      const startUs = chunk.startUs[i]!;
      if (startUs < floorUs || startUs > startMaxUs) continue;
      if (service !== null && chunk.service[i] !== service && chunk.service[i] !== 0) continue;
      if (operation !== null && chunk.operation[i] !== operation && chunk.operation[i] !== 0) continue;
      const durationNs = chunk.durationNs[i]!;
      if (durationNs < minDurationNs || durationNs > maxDurationNs) continue;
      if (chunk.trace[i] === NONE) continue;
      if (this.#look(chunk, i)) floorUs = Math.max(startMinUs, this.#newest.floorUs);
    }
  }

  /** The row has passed the columns. True when its trace went in. */
  #look(chunk: RowChunk, i: number): boolean {
    const { traces } = this.#store;
    const slot = chunk.trace[i]!;
    if (traces.segment(slot).startUs[traces.place(slot)]! < this.#newest.floorUs) return false;
    const generation = traces.segment(slot).generation[traces.place(slot)]!;
    if (this.#matched.get(slot) === generation) return false;
    const ref = refTo(traces, slot);
    if (!this.#newest.wouldTake(ref)) return false;
    if (!this.#matches(chunk, i)) return false;
    this.#matched.set(slot, generation);
    this.#newest.take(ref);
    return true;
  }

  #matches(chunk: RowChunk, i: number): boolean {
    const { groups, exact, matches } = this.#plan;
    if (groups.length > 0 && !this.#rowTokens.mayMatch(chunk, i)) return false;
    if (exact && chunk.service[i] !== 0 && chunk.operation[i] !== 0) return true;
    return matches(this.#spans.span(chunk, i));
  }
}

function spanBytes(chunk: RowChunk, from: number, end: number): number {
  let bytes = 0;
  for (let i = from; i < end; i++) bytes += chunk.spanBytes[i]!;
  return bytes;
}

// A trace's summary from its columns: no span is built.
import { type ServiceSummary, STATUS_ERROR, type TraceSummary } from '@spoor/core';
import { byCodeUnit } from './catalogue.ts';
import type { LocalNames } from './local-names.ts';
import { CHUNK_MASK, NONE, type RowChunk } from './row-chunk.ts';
import { RowNames } from './row-names.ts';
import { SpanIdIndex } from './span-id-index.ts';
import type { TimeSlice } from './time-slice.ts';
import { type TraceRef, traceIdOf } from './trace-ref.ts';
import { spanCountOf, visitRows } from './trace-rows.ts';
import type { TraceStore } from './trace-store.ts';

interface Count {
  spans: number;
  errors: number;
}

/** Keeps its tables from trace to trace. */
export class TraceSummariser {
  readonly #store: TraceStore;
  readonly #rowNames: RowNames;
  readonly #ids: SpanIdIndex;

  constructor(store: TraceStore, names: LocalNames) {
    this.#store = store;
    this.#rowNames = new RowNames(store, names);
    this.#ids = new SpanIdIndex(store);
  }

  /** null when the trace was evicted before it was summed up. */
  async summarise(ref: TraceRef, slice: TimeSlice): Promise<TraceSummary | null> {
    const tally = new Tally(this.#store, this.#rowNames);
    const ids = this.#ids;
    const count = spanCountOf(this.#store, ref);
    ids.reset(count);
    const counted = await visitRows(this.#store, ref, count, slice, (row) => {
      tally.add(row);
      ids.add(row);
    });
    if (!counted) return null;
    let orphans = 0;
    const checked = await visitRows(this.#store, ref, count, slice, (row) => {
      if (ids.isOrphan(row)) orphans++;
    });
    return checked ? tally.summary(traceIdOf(ref), orphans) : null;
  }
}

class Tally {
  readonly #store: TraceStore;
  readonly #rowNames: RowNames;
  readonly #services = new Map<string, Count>();
  #spans = 0;
  #errors = 0;
  #rootRow: number = NONE;
  #startUs: number = Number.POSITIVE_INFINITY;
  #startNsRem = 0;
  #endUs: number = Number.NEGATIVE_INFINITY;
  #endNsRem = 0;

  constructor(store: TraceStore, rowNames: RowNames) {
    this.#store = store;
    this.#rowNames = rowNames;
  }

  add(row: number): void {
    const chunk = this.#store.chunkOf(row);
    const i = row & CHUNK_MASK;
    const isError = chunk.status[i] === STATUS_ERROR;
    this.#spans++;
    if (isError) this.#errors++;
    this.#countService(this.#rowNames.service(row), isError);
    this.#widen(chunk, i);
    if (chunk.parentIdAt[i] === 0 && this.#isBefore(chunk, i, this.#rootRow)) this.#rootRow = row;
  }

  summary(traceId: string, orphanSpanCount: number): TraceSummary {
    const root = this.#rootRow;
    const services: ServiceSummary[] = Array.from(this.#services, ([name, count]) => ({
      name,
      spanCount: count.spans,
      errorSpanCount: count.errors,
    }));
    return {
      traceId,
      rootService: root === NONE ? '' : this.#rowNames.service(root),
      rootOperation: root === NONE ? '' : this.#rowNames.operation(root),
      startUs: this.#startUs,
      startNsRem: this.#startNsRem,
      endUs: this.#endUs,
      endNsRem: this.#endNsRem,
      spanCount: this.#spans,
      errorSpanCount: this.#errors,
      orphanSpanCount,
      services: services.sort((a, b) => byCodeUnit(a.name, b.name)),
    };
  }

  #countService(name: string, isError: boolean): void {
    const count = this.#services.get(name);
    if (count === undefined) this.#services.set(name, { spans: 1, errors: isError ? 1 : 0 });
    else {
      count.spans++;
      if (isError) count.errors++;
    }
  }

  #widen(chunk: RowChunk, i: number): void {
    const startUs = chunk.startUs[i]!;
    const startNsRem = chunk.startNsRem[i]!;
    if (startUs < this.#startUs || (startUs === this.#startUs && startNsRem < this.#startNsRem)) {
      this.#startUs = startUs;
      this.#startNsRem = startNsRem;
    }
    const ns = startNsRem + chunk.durationNs[i]!;
    const endUs = startUs + Math.floor(ns / 1000);
    const endNsRem = ns % 1000;
    if (endUs > this.#endUs || (endUs === this.#endUs && endNsRem > this.#endNsRem)) {
      this.#endUs = endUs;
      this.#endNsRem = endNsRem;
    }
  }

  #isBefore(chunk: RowChunk, i: number, row: number): boolean {
    if (row === NONE) return true;
    const other = this.#store.chunkOf(row);
    const j = row & CHUNK_MASK;
    const [a, b] = [chunk.startUs[i]!, other.startUs[j]!];
    return a < b || (a === b && chunk.startNsRem[i]! < other.startNsRem[j]!);
  }
}

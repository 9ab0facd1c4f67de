// Rows to plain spans. Resources and scopes are built once per source, and shared by their spans.
import type { Resource, Scope, Span } from '@spoor/core';
import { SpanReader } from '@spoor/wire';
import { CHUNK_MASK, NONE, type RowChunk } from './row-chunk.ts';
import type { Slab } from './slab.ts';
import type { TimeSlice } from './time-slice.ts';
import { isAlive, type TraceRef } from './trace-ref.ts';
import type { TraceStore } from './trace-store.ts';

const SPANS_PER_STEP = 64;
const BYTES_PER_STEP = 64 * 1024;
/** Shared parts kept between traces of one call. */
const MAX_PARTS = 4096;

export class SpanSource {
  readonly #store: TraceStore;
  readonly #reader: SpanReader = new SpanReader();
  readonly #resources = new Map<Slab, Map<number, Resource>>();
  readonly #scopes = new Map<Slab, Map<number, Scope>>();
  #parts = 0;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  /** The span of a row that is alive. */
  span(chunk: RowChunk, i: number): Span {
    const slab = this.#store.slabs.slab(chunk.slab[i]!);
    const resource = this.#resource(slab, chunk.resource[i]!);
    const scope = this.#scope(slab, chunk.scope[i]!);
    return this.#reader.span(slab.bytes, chunk.spanAt[i]!, chunk.spanBytes[i]!, resource, scope);
  }

  /**
   * The trace's first `count` spans in order of arrival: later ones belong to batches that came while we read. null
   * when it was evicted before they were read.
   */
  async trace(ref: TraceRef, count: number, slice: TimeSlice): Promise<Span[] | null> {
    const { traces } = this.#store;
    if (!isAlive(traces, ref)) return null;
    const segment = traces.segment(ref.slot);
    const place = traces.place(ref.slot);
    const spans: Span[] = [];
    let bytes = 0;
    for (let row = segment.head[place]!; row !== NONE && spans.length < count; ) {
      const chunk = this.#store.chunkOf(row);
      spans.push(this.span(chunk, row & CHUNK_MASK));
      bytes += chunk.spanBytes[row & CHUNK_MASK]!;
      row = chunk.nextRow[row & CHUNK_MASK]!;
      if (spans.length % SPANS_PER_STEP !== 0 && bytes < BYTES_PER_STEP) continue;
      bytes = 0;
      if (slice.spent) {
        await slice.pause();
        if (!isAlive(traces, ref)) return null;
      }
    }
    return spans;
  }

  #resource(slab: Slab, row: number): Resource {
    const known = this.#resources.get(slab)?.get(row);
    if (known !== undefined) return known;
    const { resources: table } = slab;
    const resource = this.#reader.resource(
      slab.bytes,
      table.at(row),
      table.bytes(row),
      table.schemaAt(row),
      table.schemaBytes(row),
    );
    this.#keep(this.#resources, slab, row, resource);
    return resource;
  }

  #scope(slab: Slab, row: number): Scope {
    const known = this.#scopes.get(slab)?.get(row);
    if (known !== undefined) return known;
    const { scopes: table } = slab;
    const scope = this.#reader.scope(
      slab.bytes,
      table.at(row),
      table.bytes(row),
      table.schemaAt(row),
      table.schemaBytes(row),
    );
    this.#keep(this.#scopes, slab, row, scope);
    return scope;
  }

  #keep<T>(parts: Map<Slab, Map<number, T>>, slab: Slab, row: number, part: T): void {
    if (++this.#parts > MAX_PARTS) {
      this.#resources.clear();
      this.#scopes.clear();
      this.#parts = 1;
    }
    const ofSlab = parts.get(slab);
    if (ofSlab === undefined) parts.set(slab, new Map([[row, part]]));
    else ofSlab.set(row, part);
  }
}

// One tenant's spans: slabs of bytes, chunks of rows, the trace table and the catalogue, kept consistent.
// Nothing here waits: a batch becomes visible whole, and a trace goes whole.
import type { SpanBatch } from '@spoor/core';
import type { BufferPool } from './buffer-pool.ts';
import { Catalogue } from './catalogue.ts';
import type { LocalIds, LocalNames } from './local-names.ts';
import { CHUNK_BITS, CHUNK_BYTES, CHUNK_MASK, CHUNK_OBJECT_BYTES, CHUNK_ROWS, NONE, RowChunk } from './row-chunk.ts';
import { RowSigner } from './row-signer.ts';
import type { Placement } from './slab.ts';
import { SlabArena } from './slab-arena.ts';
import { TraceTable } from './trace-table.ts';

export class TraceStore {
  readonly traces: TraceTable;
  readonly catalogue: Catalogue;
  readonly slabs: SlabArena;
  readonly #pool: BufferPool;
  readonly #names: LocalNames;
  readonly #signer: RowSigner = new RowSigner();
  readonly #chunks: (RowChunk | null)[] = [];
  readonly #freeSlots: number[] = [];
  #open: RowChunk | null = null;
  #chunkBytes = 0;
  #spanCount = 0;

  constructor(pool: BufferPool, names: LocalNames, seed: number) {
    this.#pool = pool;
    this.#names = names;
    this.traces = new TraceTable(pool, seed);
    this.catalogue = new Catalogue(names);
    this.slabs = new SlabArena(pool);
    pool.count(this.catalogue.heldBytes);
  }

  get spanCount(): number {
    return this.#spanCount;
  }

  /** All memory this tenant holds. */
  get heldBytes(): number {
    return this.slabs.heldBytes + this.#chunkBytes + this.traces.heldBytes + this.catalogue.heldBytes;
  }

  /** The chunks that exist now, in no particular order; rows are added to the open one only at its end. */
  chunks(): RowChunk[] {
    return this.#chunks.filter((chunk) => chunk !== null);
  }

  /** The chunk of a row that is alive; the row is at `row & 1023` in it. */
  chunkOf(row: number): RowChunk {
    return this.#chunks[row >>> CHUNK_BITS]!;
  }

  /** What `write(batch)` will take at most, names aside. */
  bytesFor(batch: SpanBatch): number {
    const rows = Math.max(0, batch.length - (this.#open?.freeRows ?? 0));
    const chunks = Math.ceil(rows / CHUNK_ROWS) * (CHUNK_BYTES + CHUNK_OBJECT_BYTES);
    return this.slabs.bytesFor(batch) + chunks + this.traces.growthFor(batch.length);
  }

  /** There is room; see `bytesFor`. */
  write(batch: SpanBatch): void {
    if (batch.length === 0) return;
    const ids = this.#names.idsOf(batch);
    const placement = this.slabs.place(batch);
    placement.slab.liveRows += batch.length;
    for (let row = 0; row < batch.length; ) {
      const chunk = this.#chunkWithRoom();
      const end = row + Math.min(batch.length - row, chunk.freeRows);
      this.#append(chunk, batch, ids, placement, row, end);
      row = end;
    }
    this.#spanCount += batch.length;
    const before = this.catalogue.heldBytes;
    this.catalogue.add(ids, batch.columns.kind, batch.length);
    this.#pool.count(this.catalogue.heldBytes - before);
  }

  /** Frees the oldest trace and all that only it kept alive; false when there is none. */
  evictOldest(): boolean {
    const slot = this.traces.oldest;
    if (slot === NONE) return false;
    let row = this.traces.segment(slot).head[this.traces.place(slot)]!;
    while (row !== NONE) {
      const chunk = this.chunkOf(row);
      const i = row & CHUNK_MASK;
      row = chunk.nextRow[i]!;
      chunk.trace[i] = NONE;
      chunk.liveRows--;
      this.#spanCount--;
      this.slabs.release(this.slabs.slab(chunk.slab[i]!), 1);
      if (chunk.liveRows === 0) this.#retire(chunk);
    }
    this.traces.removeOldest();
    return true;
  }

  /** Lets go of open slab and chunk when nothing lives in them: the store is empty and memory is short. */
  trim(): void {
    this.slabs.close();
    const open = this.#open;
    if (open !== null && open.liveRows === 0) {
      this.#open = null;
      this.#free(open);
    }
  }

  #append(chunk: RowChunk, batch: SpanBatch, ids: LocalIds, placement: Placement, from: number, to: number): void {
    const first = chunk.length;
    chunk.append(batch.columns, ids, placement, from, to);
    this.#link(chunk, batch, first, from, to);
    this.#signer.sign(chunk, placement.slab, first, chunk.length);
  }

  /** Chains rows [from, to) of the batch, which are at `first` in the chunk, to their traces. */
  #link(chunk: RowChunk, batch: SpanBatch, first: number, from: number, to: number): void {
    const { traces } = this;
    const { traceIdAt } = batch.columns;
    const view = new DataView(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength);
    const shift = (chunk.slot << CHUNK_BITS) + first - from;
    for (let row = from; row < to; row++) {
      const at = traceIdAt[row]!;
      const slot =
        at === 0
          ? traces.findOrCreate(0, 0, 0, 0)
          : traces.findOrCreate(
              view.getInt32(at),
              view.getInt32(at + 4),
              view.getInt32(at + 8),
              view.getInt32(at + 12),
            );
      const segment = traces.segment(slot);
      const place = traces.place(slot);
      const id = row + shift;
      const i = id & CHUNK_MASK;
      chunk.trace[i] = slot;
      const tail = segment.tail[place]!;
      if (tail === NONE) segment.head[place] = id;
      else this.chunkOf(tail).nextRow[tail & CHUNK_MASK] = id;
      segment.tail[place] = id;
      segment.spanCount[place]!++;
      const startUs = chunk.startUs[i]!;
      const startNsRem = chunk.startNsRem[i]!;
      const earliestUs = segment.startUs[place]!;
      if (startUs < earliestUs || (startUs === earliestUs && startNsRem < segment.startNsRem[place]!)) {
        segment.startUs[place] = startUs;
        segment.startNsRem[place] = startNsRem;
      }
    }
  }

  #chunkWithRoom(): RowChunk {
    const open = this.#open;
    if (open !== null && open.freeRows > 0) return open;
    if (open !== null && open.liveRows === 0) this.#free(open);
    const slot = this.#freeSlots.pop() ?? this.#chunks.length;
    const chunk = new RowChunk(slot, this.#pool.take(CHUNK_BYTES));
    this.#pool.count(CHUNK_OBJECT_BYTES);
    this.#chunkBytes += CHUNK_BYTES + CHUNK_OBJECT_BYTES;
    this.#chunks[slot] = chunk;
    this.#open = chunk;
    return chunk;
  }

  #retire(chunk: RowChunk): void {
    if (chunk !== this.#open) this.#free(chunk);
  }

  #free(chunk: RowChunk): void {
    chunk.freed = true;
    this.#chunks[chunk.slot] = null;
    this.#freeSlots.push(chunk.slot);
    this.#pool.count(-CHUNK_OBJECT_BYTES);
    this.#chunkBytes -= CHUNK_BYTES + CHUNK_OBJECT_BYTES;
    this.#pool.give(chunk.buffer);
  }
}

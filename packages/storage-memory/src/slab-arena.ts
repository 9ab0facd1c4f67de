// The slabs of one tenant: one open slab that takes batches, closed ones that wait for their last row to
// be evicted. Slab numbers are reused.
import type { SpanBatch } from '@spoor/core';
import type { BufferPool } from './buffer-pool.ts';
import { BYTES_PER_PART } from './part-table.ts';
import { type Placement, Slab } from './slab.ts';

const MIN_SLAB_BYTES = 64 * 1024;
const MAX_SLAB_BYTES = 2 * 1024 * 1024;
/** A slab is at most this share of what its tenant already holds, so that small tenants stay small. */
const SHARE_OF_TENANT = 1 / 8;
/** A batch of more than this share of a slab gets a slab of its own size: the open one keeps its rest. */
const OWN_SLAB_SHARE = 1 / 4;
/** JavaScript objects of a slab: views, tables. */
const SLAB_OBJECT_BYTES = 1024;

export class SlabArena {
  readonly #pool: BufferPool;
  readonly #slabs: (Slab | null)[] = [];
  readonly #freeSlots: number[] = [];
  #open: Slab | null = null;
  #heldBytes = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** Slabs and their part tables. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Throws for a slab that was freed: no live row points there. */
  slab(slot: number): Slab {
    const slab = this.#slabs[slot];
    if (!slab) throw new RangeError(`slab ${slot} was freed`);
    return slab;
  }

  /** What `place(batch)` will take from the pool at most. */
  bytesFor(batch: SpanBatch): number {
    const open = this.#open;
    if (open !== null && open.freeBytes >= batch.bytes.length) return open.tableGrowthFor(batch);
    const tables = BYTES_PER_PART * (batch.resources.at.length + batch.scopes.at.length);
    return this.#slabBytesFor(batch.bytes.length) + SLAB_OBJECT_BYTES + tables;
  }

  place(batch: SpanBatch): Placement {
    const slab = this.#slabFor(batch.bytes.length);
    const before = slab.tableBytes;
    const placement = slab.place(batch);
    this.#count(slab.tableBytes - before);
    return placement;
  }

  /** To be called when rows of a slab died. */
  release(slab: Slab, rows: number): void {
    slab.liveRows -= rows;
    if (slab.liveRows === 0 && slab !== this.#open) this.#free(slab);
  }

  /** Closes the open slab; frees it when nothing lives in it. */
  close(): void {
    const open = this.#open;
    this.#open = null;
    if (open !== null && open.liveRows === 0) this.#free(open);
  }

  #slabFor(batchBytes: number): Slab {
    if (this.#open !== null && this.#open.freeBytes >= batchBytes) return this.#open;
    const slabBytes = this.#slabBytesFor(batchBytes);
    const own = slabBytes === batchBytes;
    if (!own) this.close();
    const slab = new Slab(this.#freeSlots.pop() ?? this.#slabs.length, this.#pool.take(slabBytes));
    this.#heldBytes += slabBytes;
    this.#count(SLAB_OBJECT_BYTES);
    this.#slabs[slab.slot] = slab;
    if (!own) this.#open = slab;
    return slab;
  }

  #slabBytesFor(batchBytes: number): number {
    const share = Math.min(this.#heldBytes * SHARE_OF_TENANT, this.#pool.maxBytes / 32);
    // A power of two, so that freed slabs fit the next taker.
    const usual = 2 ** Math.floor(Math.log2(Math.min(Math.max(share, MIN_SLAB_BYTES), MAX_SLAB_BYTES)));
    return batchBytes > usual * OWN_SLAB_SHARE ? batchBytes : usual;
  }

  #free(slab: Slab): void {
    this.#slabs[slab.slot] = null;
    this.#freeSlots.push(slab.slot);
    this.#count(-slab.tableBytes - SLAB_OBJECT_BYTES);
    this.#heldBytes -= slab.buffer.byteLength;
    this.#pool.give(slab.buffer);
  }

  #count(bytes: number): void {
    this.#heldBytes += bytes;
    this.#pool.count(bytes);
  }
}

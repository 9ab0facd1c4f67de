// One stretch of memory into which the bytes of batches are copied one after another. It lives until no
// live row points into it.
import type { SpanBatch } from '@spoor/core';
import { PartTable } from './part-table.ts';

export class Slab {
  readonly slot: number;
  readonly buffer: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly resources: PartTable = new PartTable();
  readonly scopes: PartTable = new PartTable();
  /** Rows that point into this slab and are not evicted. */
  liveRows = 0;
  #used = 0;

  constructor(slot: number, buffer: ArrayBuffer) {
    this.slot = slot;
    this.buffer = buffer;
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
  }

  get freeBytes(): number {
    return this.bytes.length - this.#used;
  }

  get tableBytes(): number {
    return this.resources.heldBytes + this.scopes.heldBytes;
  }

  /** Bytes that the part tables will take for this batch. */
  tableGrowthFor(batch: SpanBatch): number {
    return this.resources.growthFor(batch.resources.at.length) + this.scopes.growthFor(batch.scopes.at.length);
  }

  /** Copies the batch's bytes and part tables; there is room for them. Its rows are not counted live yet. */
  place(batch: SpanBatch): Placement {
    const base = this.#used;
    this.bytes.set(batch.bytes, base);
    this.#used += batch.bytes.length;
    return {
      slab: this,
      base,
      firstResource: this.resources.append(batch.resources, base),
      firstScope: this.scopes.append(batch.scopes, base),
    };
  }
}

/** Where a batch went: what to add to its offsets and part rows. */
export interface Placement {
  readonly slab: Slab;
  readonly base: number;
  readonly firstResource: number;
  readonly firstScope: number;
}

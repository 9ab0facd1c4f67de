// Where the Resource or InstrumentationScope messages of a slab lie. Rows are per batch, as they came:
// finding equal ones again would cost every batch what only a reader gains.
import type { SharedParts } from '@spoor/core';

/** at, bytes, schemaAt, schemaBytes. */
const FIELDS = 4;
export const BYTES_PER_PART: number = FIELDS * 4;

export class PartTable {
  #data: Uint32Array = new Uint32Array(0);
  #length = 0;

  get heldBytes(): number {
    return this.#data.byteLength;
  }

  /** Bytes by which appending `rows` would make it grow. */
  growthFor(rows: number): number {
    const needed = (this.#length + rows) * FIELDS;
    const held = this.#data.length;
    return needed <= held ? 0 : (Math.max(needed, held * 2) - held) * 4;
  }

  /** Copies all rows of `parts`, whose offsets count from `base` in the slab. Answers the row of the first. */
  append(parts: SharedParts, base: number): number {
    const first = this.#length;
    const count = parts.at.length;
    this.#reserve(count);
    const data = this.#data;
    for (let i = 0; i < count; i++) {
      const to = (first + i) * FIELDS;
      const bytes = parts.bytes[i]!;
      const schemaBytes = parts.schemaBytes[i]!;
      data[to] = bytes === 0 && parts.at[i] === 0 ? 0 : base + parts.at[i]!;
      data[to + 1] = bytes;
      data[to + 2] = schemaBytes === 0 ? 0 : base + parts.schemaAt[i]!;
      data[to + 3] = schemaBytes;
    }
    this.#length += count;
    return first;
  }

  at(row: number): number {
    return this.#data[row * FIELDS]!;
  }

  bytes(row: number): number {
    return this.#data[row * FIELDS + 1]!;
  }

  schemaAt(row: number): number {
    return this.#data[row * FIELDS + 2]!;
  }

  schemaBytes(row: number): number {
    return this.#data[row * FIELDS + 3]!;
  }

  #reserve(rows: number): void {
    const growth = this.growthFor(rows);
    if (growth === 0) return;
    const grown = new Uint32Array(this.#data.length + growth / 4);
    grown.set(this.#data);
    this.#data = grown;
  }
}

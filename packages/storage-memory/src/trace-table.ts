// Trace id -> what the store knows of the trace. Open addressing over the 128 bits of the id; slots are
// numbered, reused after eviction and chained from the oldest trace to the newest by creation.
import type { BufferPool } from './buffer-pool.ts';
import { NONE } from './row-chunk.ts';

const SEGMENT_BITS = 9;
const SEGMENT_SLOTS: number = 1 << SEGMENT_BITS;
const SEGMENT_MASK: number = SEGMENT_SLOTS - 1;
const BYTES_PER_SLOT = 16 + 6 * 4 + 8 + 2;
/** JavaScript objects of a segment: itself and its arrays. */
const SEGMENT_OBJECT_BYTES = 1536;
const SEGMENT_BYTES: number = SEGMENT_SLOTS * BYTES_PER_SLOT + SEGMENT_OBJECT_BYTES;
const FIRST_INDEX_SLOTS = 1024;

/** 512 traces; a trace is at `place(slot)` of `segment(slot)`. */
export class TraceSegment {
  /** Four big-endian words a trace, signed: what fits a small integer is passed without allocating. */
  readonly id: Int32Array = new Int32Array(4 * SEGMENT_SLOTS);
  readonly hash: Int32Array = new Int32Array(SEGMENT_SLOTS);
  /** First and last row, in order of arrival. */
  readonly head: Uint32Array = new Uint32Array(SEGMENT_SLOTS);
  readonly tail: Uint32Array = new Uint32Array(SEGMENT_SLOTS);
  readonly spanCount: Uint32Array = new Uint32Array(SEGMENT_SLOTS);
  /** The trace created next; NONE = newest. For a free slot: the next free one. */
  readonly newer: Uint32Array = new Uint32Array(SEGMENT_SLOTS);
  /** Counts up when the trace is evicted, so that a reader notices that the slot changed hands. */
  readonly generation: Uint32Array = new Uint32Array(SEGMENT_SLOTS);
  /** Earliest start of any span. */
  readonly startUs: Float64Array = new Float64Array(SEGMENT_SLOTS);
  readonly startNsRem: Uint16Array = new Uint16Array(SEGMENT_SLOTS);
}

export class TraceTable {
  readonly #pool: BufferPool;
  readonly #seed: number;
  readonly #segments: TraceSegment[] = [];
  /** Slot + 1; 0 = free. At most half full. */
  #index: Uint32Array = new Uint32Array(FIRST_INDEX_SLOTS);
  #used = 0;
  #size = 0;
  #freeSlot: number = NONE;
  #oldest: number = NONE;
  #newest: number = NONE;

  /** `seed` makes the hash unpredictable for senders: ids are theirs to choose. */
  constructor(pool: BufferPool, seed: number) {
    this.#pool = pool;
    this.#seed = seed;
    pool.count(this.#index.byteLength);
  }

  get size(): number {
    return this.#size;
  }

  /** The trace created first; NONE when there is none. */
  get oldest(): number {
    return this.#oldest;
  }

  get heldBytes(): number {
    return this.#index.byteLength + this.#segments.length * SEGMENT_BYTES;
  }

  /** Bytes by which the table grows at most for `count` more traces. */
  growthFor(count: number): number {
    const segments = Math.ceil((this.#size + count) / SEGMENT_SLOTS) - this.#segments.length;
    let indexSlots = this.#index.length;
    while ((this.#size + count) * 2 > indexSlots) indexSlots *= 2;
    return Math.max(0, segments) * SEGMENT_BYTES + (indexSlots - this.#index.length) * 4;
  }

  segment(slot: number): TraceSegment {
    return this.#segments[slot >>> SEGMENT_BITS]!;
  }

  /** The slot's place in its segment. */
  place(slot: number): number {
    return slot & SEGMENT_MASK;
  }

  /** NONE when the trace is unknown. */
  find(a: number, b: number, c: number, d: number): number {
    const at = this.#probe(hashId(a, b, c, d, this.#seed), a, b, c, d);
    return at < 0 ? NONE : this.#index[at]! - 1;
  }

  /** A new trace has no rows and an infinite start. */
  findOrCreate(a: number, b: number, c: number, d: number): number {
    const hash = hashId(a, b, c, d, this.#seed);
    const at = this.#probe(hash, a, b, c, d);
    if (at >= 0) return this.#index[at]! - 1;
    const slot = this.#takeSlot();
    const segment = this.segment(slot);
    const i = slot & SEGMENT_MASK;
    segment.id[4 * i] = a;
    segment.id[4 * i + 1] = b;
    segment.id[4 * i + 2] = c;
    segment.id[4 * i + 3] = d;
    segment.hash[i] = hash;
    segment.head[i] = NONE;
    segment.tail[i] = NONE;
    segment.spanCount[i] = 0;
    segment.startUs[i] = Number.POSITIVE_INFINITY;
    segment.startNsRem[i] = 0;
    this.#appendNewest(slot, segment, i);
    this.#index[~at] = slot + 1;
    this.#size++;
    if (this.#size * 2 > this.#index.length) this.#growIndex();
    return slot;
  }

  /** Forgets the oldest trace; its rows are the caller's business, before. */
  removeOldest(): void {
    const slot = this.#oldest;
    if (slot === NONE) return;
    const segment = this.segment(slot);
    const i = slot & SEGMENT_MASK;
    this.#unindex(slot, segment.hash[i]!);
    this.#oldest = segment.newer[i]!;
    if (this.#oldest === NONE) this.#newest = NONE;
    segment.newer[i] = this.#freeSlot;
    segment.generation[i]!++;
    this.#freeSlot = slot;
    this.#size--;
  }

  /** Position in the index, or the complement of the free one where the id would go. */
  #probe(hash: number, a: number, b: number, c: number, d: number): number {
    const index = this.#index;
    const mask = index.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = index[at]!;
      if (entry === 0) return ~at;
      const id = this.#segments[(entry - 1) >>> SEGMENT_BITS]!.id;
      const i = ((entry - 1) & SEGMENT_MASK) * 4;
      if (id[i + 3] === d && id[i + 2] === c && id[i + 1] === b && id[i] === a) return at;
    }
  }

  #takeSlot(): number {
    const free = this.#freeSlot;
    if (free !== NONE) {
      this.#freeSlot = this.segment(free).newer[free & SEGMENT_MASK]!;
      return free;
    }
    if (this.#used === this.#segments.length * SEGMENT_SLOTS) {
      this.#segments.push(new TraceSegment());
      this.#pool.count(SEGMENT_BYTES);
    }
    return this.#used++;
  }

  #appendNewest(slot: number, segment: TraceSegment, i: number): void {
    segment.newer[i] = NONE;
    if (this.#newest === NONE) this.#oldest = slot;
    else this.segment(this.#newest).newer[this.#newest & SEGMENT_MASK] = slot;
    this.#newest = slot;
  }

  /** Takes the slot out and moves later entries of its run up, so that no probe ends early. */
  #unindex(slot: number, hash: number): void {
    const index = this.#index;
    const mask = index.length - 1;
    let hole = hash & mask;
    while (index[hole] !== slot + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; index[at] !== 0; at = (at + 1) & mask) {
      const other = index[at]! - 1;
      const home = this.segment(other).hash[other & SEGMENT_MASK]! & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      index[hole] = other + 1;
      hole = at;
    }
    index[hole] = 0;
  }

  #growIndex(): void {
    const old = this.#index;
    const index = new Uint32Array(old.length * 2);
    const mask = index.length - 1;
    for (const entry of old) {
      if (entry === 0) continue;
      let at = this.segment(entry - 1).hash[(entry - 1) & SEGMENT_MASK]! & mask;
      while (index[at] !== 0) at = (at + 1) & mask;
      index[at] = entry;
    }
    this.#index = index;
    this.#pool.count(index.byteLength - old.byteLength);
  }
}

function hashId(a: number, b: number, c: number, d: number, seed: number): number {
  let hash = Math.imul(a ^ seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ c, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16) ^ d, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}

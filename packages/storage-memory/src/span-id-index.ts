// Span id -> row, for the spans of one trace. A Zipkin client and server may share one id: then the server
// counts as the client's child, and children of the id as the server's, as Jaeger's first adjuster has it.
import { randomInt } from 'node:crypto';
import { SPAN_KINDS } from '@spoor/core';
import { CHUNK_MASK, NONE, type RowChunk } from './row-chunk.ts';
import type { TraceStore } from './trace-store.ts';

const SERVER: number = SPAN_KINDS.indexOf('server');
const CLIENT: number = SPAN_KINDS.indexOf('client');

/** Reused from trace to trace. */
export class SpanIdIndex {
  readonly #store: TraceStore;
  /** Makes the hash unpredictable for senders: ids are theirs to choose. */
  readonly #seed: number = randomInt(2 ** 31);
  // Open addressing, at most half full; an entry is free when its row is NONE.
  #hi: Int32Array = new Int32Array(64);
  #lo: Int32Array = new Int32Array(64);
  #first: Uint32Array = new Uint32Array(64).fill(NONE);
  #client: Uint32Array = new Uint32Array(64).fill(NONE);
  #server: Uint32Array = new Uint32Array(64).fill(NONE);
  #idHi = 0;
  #idLo = 0;

  constructor(store: TraceStore) {
    this.#store = store;
  }

  /** Makes room for `count` spans and forgets the ones before. */
  reset(count: number): void {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(64, count * 2)));
    if (slots > this.#first.length || slots * 64 < this.#first.length) {
      this.#hi = new Int32Array(slots);
      this.#lo = new Int32Array(slots);
      this.#first = new Uint32Array(slots);
      this.#client = new Uint32Array(slots);
      this.#server = new Uint32Array(slots);
    }
    this.#first.fill(NONE);
    this.#client.fill(NONE);
    this.#server.fill(NONE);
  }

  add(row: number): void {
    const chunk = this.#store.chunkOf(row);
    const i = row & CHUNK_MASK;
    this.#readId(chunk, i, chunk.spanIdAt[i]!);
    const slot = this.#slot();
    if (this.#first[slot] === NONE) {
      this.#hi[slot] = this.#idHi;
      this.#lo[slot] = this.#idLo;
      this.#first[slot] = row;
    }
    const kind = chunk.kind[i]!;
    if (kind === CLIENT && this.#client[slot] === NONE) this.#client[slot] = row;
    else if (kind === SERVER) this.#server[slot] = row;
  }

  /** True when the span names a parent that none of the trace's spans is. */
  isOrphan(row: number): boolean {
    const chunk = this.#store.chunkOf(row);
    const i = row & CHUNK_MASK;
    const parentAt = chunk.parentIdAt[i]!;
    if (parentAt === 0) return false;
    this.#readId(chunk, i, parentAt);
    return this.#first[this.#slot()] === NONE;
  }

  /** Row of the span's parent; NONE for a root or an orphan. */
  parentOf(row: number): number {
    const chunk = this.#store.chunkOf(row);
    const i = row & CHUNK_MASK;
    if (chunk.kind[i] === SERVER) {
      this.#readId(chunk, i, chunk.spanIdAt[i]!);
      const client = this.#client[this.#slot()]!;
      if (client !== NONE) return client;
    }
    const parentAt = chunk.parentIdAt[i]!;
    if (parentAt === 0) return NONE;
    this.#readId(chunk, i, parentAt);
    const slot = this.#slot();
    const isShared = this.#client[slot] !== NONE && this.#server[slot] !== NONE;
    return isShared ? this.#server[slot]! : this.#first[slot]!;
  }

  #readId(chunk: RowChunk, i: number, at: number): void {
    const { view } = this.#store.slabs.slab(chunk.slab[i]!);
    this.#idHi = at === 0 ? 0 : view.getInt32(at);
    this.#idLo = at === 0 ? 0 : view.getInt32(at + 4);
  }

  #slot(): number {
    const [hi, lo] = [this.#idHi, this.#idLo];
    const mask = this.#first.length - 1;
    let hash = Math.imul(hi ^ this.#seed, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ lo, 0x85ebca6b);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      if (this.#first[slot] === NONE || (this.#hi[slot] === hi && this.#lo[slot] === lo)) return slot;
    }
  }
}

// The stores of all tenants under one byte bound. When room is short, the tenant that holds the most
// gives its oldest trace first: a flood of one tenant pushes out its own traces before anybody else's.
import type { NameTable, SpanBatch } from '@spoor/core';
import { BufferPool } from './buffer-pool.ts';
import { LocalNames, namesLimits } from './local-names.ts';
import { Turn } from './time-slice.ts';
import { TraceStore } from './trace-store.ts';

/** Traces evicted before the largest tenant is looked for anew. */
const EVICTIONS_PER_CHOICE = 64;
/** Room for the names a batch may bring. More of them is made room for when they are there. */
const NAME_BYTES = 4096;

export interface TenantsLimits {
  /** Of each tenant; 0 = bounded by bytes alone. */
  readonly maxTraces: number;
  /** Of all tenants together. */
  readonly maxBytes: number;
  /** Makes hashes of trace ids unpredictable. */
  readonly seed: number;
}

export class Tenants {
  readonly names: LocalNames;
  readonly pool: BufferPool;
  /** Of everything that scans these stores. */
  readonly turn: Turn = new Turn();
  readonly #limits: TenantsLimits;
  readonly #stores = new Map<string, TraceStore>();
  #evictedTraces = 0;

  constructor(sharedNames: NameTable, limits: TenantsLimits) {
    this.#limits = limits;
    this.pool = new BufferPool(limits.maxBytes);
    this.names = new LocalNames(sharedNames, namesLimits(limits.maxBytes));
    this.pool.count(this.names.heldBytes);
  }

  get evictedTraces(): number {
    return this.#evictedTraces;
  }

  get traceCount(): number {
    return this.#sum((store) => store.traces.size);
  }

  get spanCount(): number {
    return this.#sum((store) => store.spanCount);
  }

  /** null when the tenant has written nothing. */
  storeOf(tenant: string): TraceStore | null {
    return this.#stores.get(tenant) ?? null;
  }

  /** Stores the batch and evicts what it takes; null, or why the batch can never be stored. */
  write(batch: SpanBatch, tenant: string): string | null {
    if (batch.length === 0) return null;
    const store = this.#stores.get(tenant) ?? this.#create(tenant);
    const bytes = store.bytesFor(batch);
    if (bytes > this.pool.maxBytes / 2) {
      if (store.traces.size === 0) this.#drop(tenant, store);
      return `a batch of ${batch.bytes.length} bytes does not fit memory.max-bytes=${this.pool.maxBytes}`;
    }
    // Asked anew while evicting, which may cost the store its open slab.
    this.#makeRoom(() => store.bytesFor(batch) + NAME_BYTES, store);
    const before = this.names.heldBytes;
    store.write(batch);
    this.pool.count(this.names.heldBytes - before);
    while (this.#limits.maxTraces > 0 && store.traces.size > this.#limits.maxTraces) this.#evict(store);
    this.#makeRoom(() => 0, store);
    return null;
  }

  #create(tenant: string): TraceStore {
    const store = new TraceStore(this.pool, this.names, this.#limits.seed);
    this.#stores.set(tenant, store);
    return store;
  }

  /** Afterwards `bytes()` fit, as long as something could be evicted. */
  #makeRoom(bytes: () => number, writing: TraceStore): void {
    while (!this.pool.fits(bytes())) {
      const [tenant, store] = this.#largest();
      if (store === null) return;
      for (let n = 0; n < EVICTIONS_PER_CHOICE && !this.pool.fits(bytes()); n++) {
        if (!this.#evict(store)) break;
      }
      if (store.traces.size > 0) continue;
      store.trim();
      if (store !== writing) this.#drop(tenant, store);
    }
  }

  /** A tenant without traces still has tables and the names of its services: kept, they would add up to the bound. */
  #drop(tenant: string, store: TraceStore): void {
    this.pool.count(-store.heldBytes);
    this.#stores.delete(tenant);
  }

  /** The tenant with traces that holds the most; null when no tenant has any. */
  #largest(): readonly [string, TraceStore | null] {
    let largest: readonly [string, TraceStore | null] = ['', null];
    for (const entry of this.#stores) {
      if (entry[1].traces.size > 0 && entry[1].heldBytes > (largest[1]?.heldBytes ?? 0)) largest = entry;
    }
    return largest;
  }

  #evict(store: TraceStore): boolean {
    if (!store.evictOldest()) return false;
    this.#evictedTraces++;
    return true;
  }

  #sum(of: (store: TraceStore) => number): number {
    let sum = 0;
    for (const store of this.#stores.values()) sum += of(store);
    return sum;
  }
}

// What a case of the storage contract works with: one store, names and a stretch of time nobody else uses.
// Cases therefore run in any order on one store, and a store that is slow to clear is cleared once.

import { randomBytes } from 'node:crypto';
import type {
  Call,
  DependencyStore,
  NameTable,
  Predicate,
  Span,
  StorageBackend,
  Trace,
  TraceLookup,
  TraceQuery,
  TraceReader,
} from '@spoor/core';
import { batchIn } from '../build/batch-of.ts';
import { type SpanSpec, spanBuilder } from '../build/span-builder.ts';
import { traceBuilder } from '../build/trace-builder.ts';
import { collect } from '../collect.ts';
import { and, serviceIs } from '../predicates.ts';

export interface FixtureParts {
  readonly backend: StorageBackend;
  /** The table of `Deps` that the backend was made with: batches must point into it. */
  readonly names: NameTable;
  /** Start of this case's own minute, Unix µs. */
  readonly baseUs: number;
  clear(): Promise<void>;
  settle(): Promise<void>;
}

/** How much time belongs to one case. */
export const CASE_WINDOW_US = 60_000_000;

export class ContractFixture {
  readonly backend: StorageBackend;
  readonly baseUs: number;
  /** This case's default service. */
  readonly service: string;
  readonly #parts: FixtureParts;
  readonly #salt: string = randomBytes(6).toString('hex');

  constructor(parts: FixtureParts) {
    this.#parts = parts;
    this.backend = parts.backend;
    this.baseUs = parts.baseUs;
    this.service = this.unique('shop');
  }

  get reader(): TraceReader {
    return this.backend.reader;
  }

  /** The same case on another store. */
  over(backend: StorageBackend): ContractFixture {
    return new ContractFixture({ ...this.#parts, backend, settle: () => Promise.resolve() });
  }

  /** A name that no other case uses. */
  unique(name: string): string {
    return `${name}-${this.#salt}`;
  }

  call(tenant = '', signal: AbortSignal = new AbortController().signal): Call {
    return { tenant, signal };
  }

  /** Empties the store, other cases' traces included. */
  clear(): Promise<void> {
    return this.#parts.clear();
  }

  /** A span of this case's service that starts at the case's base time. */
  span(spec: SpanSpec = {}): Span {
    return spanBuilder({ service: this.service, startUs: this.baseUs, ...spec });
  }

  /** One trace; see `traceBuilder`. */
  trace(specs: readonly SpanSpec[], shared: SpanSpec = {}): Span[] {
    return traceBuilder(specs, { service: this.service, startUs: this.baseUs, ...shared });
  }

  /** Unix µs within this case's time. */
  at(offsetUs: number): number {
    return this.baseUs + offsetUs;
  }

  /** One batch, readable when this resolves; fails when a row is rejected. */
  async write(spans: readonly Span[], call: Call = this.call()): Promise<void> {
    await this.writeOnly(spans, call);
    await this.#parts.settle();
  }

  /** As `write`, but readable only where the store makes it so by itself. */
  async writeOnly(spans: readonly Span[], call: Call = this.call()): Promise<void> {
    const { rejected } = await this.backend.writer.write(batchIn(this.#parts.names, spans), call);
    if (rejected.length > 0) throw new Error(`the store rejected ${rejected.length} spans: ${rejected[0]!.reason}`);
  }

  settle(): Promise<void> {
    return this.#parts.settle();
  }

  /** The trace, or undefined. */
  async read(traceId: string, call: Call = this.call()): Promise<Trace | undefined> {
    return (await this.readAll([traceId], call))[0];
  }

  readAll(traceIds: readonly string[], call: Call = this.call()): Promise<Trace[]> {
    return collect(this.reader.traces(traceIds.map(lookup), call));
  }

  /** All time of this case from a second before its base, no limit. */
  query(where: Predicate | null, rest: Partial<TraceQuery> = {}): TraceQuery {
    return {
      where,
      startMinUs: this.baseUs - 1_000_000,
      startMaxUs: this.baseUs + CASE_WINDOW_US - 1,
      limit: null,
      ...rest,
    };
  }

  /** As `query`, within this case's service. */
  serviceQuery(where: Predicate | null, rest: Partial<TraceQuery> = {}): TraceQuery {
    const service = serviceIs(this.service);
    return this.query(where === null ? service : and(service, where), rest);
  }

  /** Ids of the traces found, in order. */
  async find(query: TraceQuery, call: Call = this.call()): Promise<string[]> {
    return (await collect(this.reader.find(query, call))).map((trace) => trace.traceId);
  }

  /** The dependency store; a backend without one excuses the cases that ask for it. */
  dependencies(): DependencyStore {
    const store = this.backend.dependencies;
    if (store === null) throw new Error(`${this.backend.name} has no dependency store`);
    return store;
  }
}

export function lookup(traceId: string): TraceLookup {
  return { traceId, startUs: null, endUs: null };
}

/** Spans in an order that does not depend on the store, for comparing traces as sets. */
export function sorted(spans: readonly Span[]): Span[] {
  const key = (span: Span): string => `${span.spanId} ${span.startUs} ${span.name} ${span.kind}`;
  return [...spans].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

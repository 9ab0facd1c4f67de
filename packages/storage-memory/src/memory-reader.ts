// TraceReader over the tenants' stores. A trace that is evicted while an iteration runs is left out.
import type {
  Call,
  Clock,
  Operation,
  SearchCapabilities,
  Trace,
  TraceLookup,
  TraceQuery,
  TraceReader,
  TraceSummary,
} from '@spoor/core';
import { ReadBudget } from './read-budget.ts';
import { planSearch } from './search-plan.ts';
import { SpanSource } from './span-source.ts';
import { TraceSummariser } from './summarise-trace.ts';
import type { Tenants } from './tenants.ts';
import { TimeSlice } from './time-slice.ts';
import { heapBytesOf } from './trace-heap.ts';
import { lookUp, type TraceRef, traceIdOf } from './trace-ref.ts';
import { spanCountOf } from './trace-rows.ts';
import { findTraces } from './trace-search.ts';
import type { TraceStore } from './trace-store.ts';

const SUMMARIES_PER_CHUNK = 100;
const DEFAULT_READ_BYTES = 256 * 1024 * 1024;

const CAPABILITIES: SearchCapabilities = {
  withoutService: true,
  exactLimit: true,
  tagsWithDuration: true,
  sameSpanConjunction: true,
  summaries: true,
  operators: [
    'and',
    'or',
    'not',
    'exists',
    'eq',
    'ne',
    'gt',
    'lt',
    'gte',
    'lte',
    'regex',
    'in',
    'not_in',
    'some',
    'tag',
  ],
};

interface Found {
  readonly store: TraceStore;
  readonly refs: readonly TraceRef[];
  readonly slice: TimeSlice;
}

interface Wanted {
  readonly store: TraceStore;
  readonly ref: TraceRef;
  readonly spans: SpanSource;
  readonly slice: TimeSlice;
}

export class MemoryReader implements TraceReader {
  readonly #tenants: Tenants;
  readonly #clock: Clock;
  readonly #budget: ReadBudget;

  /** `budget`: of the traces that are in callers' hands, of all calls together. */
  constructor(tenants: Tenants, clock: Clock, budget: ReadBudget = new ReadBudget(DEFAULT_READ_BYTES)) {
    this.#tenants = tenants;
    this.#clock = clock;
    this.#budget = budget;
  }

  async capabilities(call: Call): Promise<SearchCapabilities> {
    call.signal.throwIfAborted();
    return CAPABILITIES;
  }

  async *traces(ids: readonly TraceLookup[], call: Call): AsyncIterable<Trace> {
    const slice = new TimeSlice(this.#clock, call, this.#tenants.turn);
    const store = this.#tenants.storeOf(call.tenant);
    if (store === null) return;
    const spans = new SpanSource(store);
    for (const traceId of new Set(ids.map((id) => id.traceId))) {
      const ref = lookUp(store.traces, traceId);
      if (ref !== null) yield* this.#held({ store, ref, spans, slice }, call);
      call.signal.throwIfAborted();
      if (slice.spent) await slice.pause();
    }
  }

  async *find(query: TraceQuery, call: Call): AsyncIterable<Trace> {
    const found = await this.#search(query, call);
    if (found === null) return;
    const { store, refs, slice } = found;
    const spans = new SpanSource(store);
    for (const ref of refs) {
      yield* this.#held({ store, ref, spans, slice }, call);
      call.signal.throwIfAborted();
      if (slice.spent) await slice.pause();
    }
  }

  async *findIds(query: TraceQuery, call: Call): AsyncIterable<TraceLookup> {
    const found = await this.#search(query, call);
    if (found === null) return;
    const { refs, slice } = found;
    for (const ref of refs) {
      yield { traceId: traceIdOf(ref), startUs: null, endUs: null };
      call.signal.throwIfAborted();
      if (slice.spent) await slice.pause();
    }
  }

  async *findSummaries(query: TraceQuery, call: Call): AsyncIterable<readonly TraceSummary[]> {
    const found = await this.#search(query, call);
    if (found === null) return;
    const { store, refs, slice } = found;
    const summariser = new TraceSummariser(store, this.#tenants.names);
    let chunk: TraceSummary[] = [];
    for (const ref of refs) {
      const summary = await summariser.summarise(ref, slice);
      if (summary !== null) chunk.push(summary);
      if (chunk.length === SUMMARIES_PER_CHUNK) {
        yield chunk;
        chunk = [];
        call.signal.throwIfAborted();
      }
      if (slice.spent) await slice.pause();
    }
    if (chunk.length > 0) yield chunk;
  }

  async services(call: Call): Promise<readonly string[]> {
    call.signal.throwIfAborted();
    return this.#tenants.storeOf(call.tenant)?.catalogue.services() ?? [];
  }

  async operations(service: string, kind: string | null, call: Call): Promise<readonly Operation[]> {
    call.signal.throwIfAborted();
    return this.#tenants.storeOf(call.tenant)?.catalogue.operations(service, kind) ?? [];
  }

  /** The trace, if it is still there. Its bytes count until the caller asks for the next one or is done. */
  async *#held({ store, ref, spans, slice }: Wanted, call: Call): AsyncGenerator<Trace, void> {
    const count = spanCountOf(store, ref);
    const release = await this.#budget.take(await heapBytesOf(store, ref, count, slice), call.signal);
    try {
      const found = await spans.trace(ref, count, slice);
      if (found !== null) yield { traceId: traceIdOf(ref), spans: found };
    } finally {
      release();
    }
  }

  /** null for a tenant that has written nothing; it hears about a malformed query all the same. */
  async #search(query: TraceQuery, call: Call): Promise<Found | null> {
    const slice = new TimeSlice(this.#clock, call, this.#tenants.turn);
    const plan = planSearch(query, this.#tenants.names);
    const store = this.#tenants.storeOf(call.tenant);
    return store === null ? null : { store, refs: await findTraces(store, plan, query.limit, slice), slice };
  }
}

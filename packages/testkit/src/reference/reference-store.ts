// The storage port at its plainest: every trace as objects, every search a look at every span. The oracle
// of differential tests and the first store that the contract suite is tried on. Not fast, not bounded.
import { isDeepStrictEqual } from 'node:util';
import { dependencyLinks, matches, summarize } from '@spoor/analysis';
import {
  type Call,
  type DependencyLink,
  type DependencyStore,
  type Operation,
  type Predicate,
  type SearchCapabilities,
  SPAN_KINDS,
  type Span,
  type SpanBatch,
  type StorageBackend,
  type TimeRange,
  type Trace,
  type TraceLookup,
  type TraceQuery,
  type TraceReader,
  type TraceSummary,
} from '@spoor/core';

type Operator = Predicate['op'];

const OPERATORS: readonly Operator[] = [
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
];

/** Spans of one tenant by trace id. */
type Traces = Map<string, Span[]>;

export function referenceStore(): StorageBackend {
  const tenants = new Map<string, Traces>();
  const tracesOf = (call: Call): Traces => {
    call.signal.throwIfAborted();
    return tenants.get(call.tenant) ?? new Map();
  };
  return {
    name: 'reference-store',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    health: () => ({ state: 'ready', detail: '' }),
    writer: {
      write(batch, call) {
        const traces = tenants.get(call.tenant) ?? new Map<string, Span[]>();
        tenants.set(call.tenant, traces);
        append(traces, batch);
        return Promise.resolve({ rejected: [] });
      },
    },
    reader: readerOf(tracesOf),
    dependencies: dependenciesOf(tracesOf),
    archive: null,
  };
}

function append(traces: Traces, batch: SpanBatch): void {
  for (let row = 0; row < batch.length; row++) {
    const span = batch.span(row).toSpan();
    const spans = traces.get(span.traceId) ?? [];
    traces.set(span.traceId, spans);
    if (!spans.some((kept) => kept.spanId === span.spanId && isDeepStrictEqual(kept, span))) spans.push(span);
  }
}

function readerOf(tracesOf: (call: Call) => Traces): TraceReader {
  const found = (query: TraceQuery, call: Call): Trace[] => search(tracesOf(call), query);
  return {
    async capabilities(call): Promise<SearchCapabilities> {
      call.signal.throwIfAborted();
      const all = { withoutService: true, exactLimit: true, tagsWithDuration: true, sameSpanConjunction: true };
      return { ...all, summaries: true, operators: OPERATORS };
    },
    async *traces(ids, call): AsyncGenerator<Trace> {
      for (const traceId of new Set(ids.map((id) => id.traceId))) {
        const spans = tracesOf(call).get(traceId);
        if (spans !== undefined) yield structuredClone({ traceId, spans });
      }
    },
    async *find(query, call): AsyncGenerator<Trace> {
      for (const trace of found(query, call)) yield structuredClone(unlessAborted(trace, call));
    },
    async *findIds(query, call): AsyncGenerator<TraceLookup> {
      for (const { traceId } of found(query, call)) yield unlessAborted({ traceId, startUs: null, endUs: null }, call);
    },
    async *findSummaries(query, call): AsyncGenerator<readonly TraceSummary[]> {
      for (const trace of found(query, call)) yield unlessAborted([summarize(trace)], call);
    },
    async services(call): Promise<readonly string[]> {
      const spans = [...tracesOf(call).values()].flat();
      return [...new Set(spans.map((span) => span.resource.serviceName))].sort();
    },
    async operations(service, kind, call): Promise<readonly Operation[]> {
      return operationsOf([...tracesOf(call).values()].flat(), service, kind);
    },
  };
}

function unlessAborted<T>(item: T, call: Call): T {
  call.signal.throwIfAborted();
  return item;
}

function search(traces: Traces, query: TraceQuery): Trace[] {
  const inTime = (span: Span): boolean => span.startUs >= query.startMinUs && span.startUs <= query.startMaxUs;
  const hit = (span: Span): boolean => inTime(span) && (query.where === null || matches(query.where, span));
  const found = [...traces].filter(([, spans]) => spans.some(hit)).map(([traceId, spans]) => ({ traceId, spans }));
  return found.sort(newestFirst).slice(0, query.limit ?? found.length);
}

function newestFirst(a: Trace, b: Trace): number {
  const difference = earliestUs(b) - earliestUs(a);
  return difference !== 0 ? difference : a.traceId < b.traceId ? -1 : 1;
}

function earliestUs(trace: Trace): number {
  return trace.spans.reduce((least, span) => Math.min(least, span.startUs), Number.POSITIVE_INFINITY);
}

function operationsOf(spans: readonly Span[], service: string, kind: string | null): Operation[] {
  const known = new Map<string, Operation>();
  for (const span of spans) {
    const operation = { name: span.name, spanKind: SPAN_KINDS[span.kind] ?? '' };
    const asked = span.resource.serviceName === service && (kind === null || kind === operation.spanKind);
    if (asked) known.set(JSON.stringify([operation.name, operation.spanKind]), operation);
  }
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...known.values()].sort((a, b) => order(a.name, b.name) || order(a.spanKind, b.spanKind));
}

function dependenciesOf(tracesOf: (call: Call) => Traces): DependencyStore {
  return {
    async links(range: TimeRange, call: Call): Promise<readonly DependencyLink[]> {
      const within = (span: Span): boolean => span.startUs > range.startUs && span.startUs < range.endUs;
      const all = [...tracesOf(call)].map(([traceId, spans]) => ({ traceId, spans: structuredClone(spans) }));
      return dependencyLinks(all.filter((trace) => trace.spans.some(within)));
    },
    // Links are computed from the traces; written ones have no place here.
    writeLinks: () => Promise.resolve(),
  };
}

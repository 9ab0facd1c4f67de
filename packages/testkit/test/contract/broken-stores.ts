// Stores that break one rule each: the contract suite must catch every one of them.

import { matches } from '@spoor/analysis';
import type { Call, Predicate, Span, StorageBackend, Trace, TraceReader } from '@spoor/core';
import { collect } from '../../src/collect.ts';
import type { CaseName } from '../../src/contract/contract-cases.ts';
import { referenceStore } from '../../src/reference/reference-store.ts';

export interface BrokenStore {
  /** What it does wrong. */
  readonly fault: string;
  /** The rule that is about this; others may break too. */
  readonly caughtBy: CaseName;
  make(this: void): StorageBackend;
}

function withReader(change: (reader: TraceReader) => Partial<TraceReader>): StorageBackend {
  const store = referenceStore();
  return { ...store, reader: { ...store.reader, ...change(store.reader) } };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const FOREVER = { startMinUs: Number.MIN_SAFE_INTEGER, startMaxUs: Number.MAX_SAFE_INTEGER, where: null, limit: null };

/** `find`, wrong where a condition is asked of the trace as a whole instead of one span. */
function anySpans(where: Predicate | null, spans: readonly Span[]): boolean {
  if (where === null) return true;
  if (where.op === 'and') return where.args.every((arg) => anySpans(arg, spans));
  if (where.op === 'or') return where.args.some((arg) => anySpans(arg, spans));
  return spans.some((span) => matches(where, span));
}

function everyone(reader: TraceReader): TraceReader {
  const open = (call: Call): Call => ({ ...call, tenant: '' });
  return {
    capabilities: (call) => reader.capabilities(open(call)),
    traces: (ids, call) => reader.traces(ids, open(call)),
    find: (query, call) => reader.find(query, open(call)),
    findIds: (query, call) => reader.findIds(query, open(call)),
    findSummaries: (query, call) => reader.findSummaries(query, open(call)),
    services: (call) => reader.services(open(call)),
    operations: (service, kind, call) => reader.operations(service, kind, open(call)),
  };
}

async function allTraces(reader: TraceReader, call: Call): Promise<Trace[]> {
  return collect(reader.find(FOREVER, call));
}

export const BROKEN_STORES: readonly BrokenStore[] = [
  {
    fault: 'answers oldest first',
    caughtBy: 'a limit of n gives the n newest',
    make: () =>
      withReader((reader) => ({
        async *find(query, call) {
          yield* (await collect(reader.find(query, call))).reverse();
        },
      })),
  },
  {
    fault: 'applies the limit before the condition',
    caughtBy: 'a limit counts traces that match, not traces looked at',
    make: () =>
      withReader((reader) => ({
        async *find(query, call) {
          const newest = (await collect(reader.findIds({ ...query, where: null }, call))).map((found) => found.traceId);
          for (const trace of await collect(reader.find({ ...query, limit: null }, call))) {
            if (newest.includes(trace.traceId)) yield trace;
          }
        },
      })),
  },
  {
    fault: 'ignores the limit',
    caughtBy: 'a limit of one gives the newest',
    make: () => withReader((reader) => ({ find: (query, call) => reader.find({ ...query, limit: null }, call) })),
  },
  {
    fault: 'puts tags together from different spans',
    caughtBy: 'two tags',
    make: () =>
      withReader((reader) => ({
        async *find(query, call) {
          const inTime = await collect(reader.find({ ...query, where: null, limit: null }, call));
          const found = inTime.filter((trace) => anySpans(query.where, trace.spans));
          yield* found.slice(0, query.limit ?? found.length);
        },
      })),
  },
  {
    fault: 'does not know tenants when reading',
    caughtBy: 'a tenant does not see the operations of another',
    make: () => {
      const store = referenceStore();
      const writer: StorageBackend['writer'] = {
        write: (batch, call) => store.writer.write(batch, { ...call, tenant: '' }),
      };
      return { ...store, writer, reader: everyone(store.reader) };
    },
  },
  {
    fault: 'takes the start of the time as exclusive',
    caughtBy: 'both ends of the time belong to it',
    make: () =>
      withReader((reader) => ({
        find: (query, call) => reader.find({ ...query, startMinUs: query.startMinUs + 1 }, call),
      })),
  },
  {
    fault: 'takes the end of the time as exclusive',
    caughtBy: 'both ends of the time belong to it',
    make: () =>
      withReader((reader) => ({
        find: (query, call) => reader.find({ ...query, startMaxUs: query.startMaxUs - 1 }, call),
      })),
  },
  {
    fault: 'answers only the spans that match',
    caughtBy: 'a trace found is whole, its other spans included',
    make: () =>
      withReader((reader) => ({
        async *find(query, call) {
          for await (const trace of reader.find(query, call)) {
            const { where } = query;
            yield { ...trace, spans: trace.spans.filter((span) => where === null || matches(where, span)) };
          }
        },
      })),
  },
  {
    fault: 'finds ids in an order of its own',
    caughtBy: 'findIds answers the ids of find, in its order',
    make: () =>
      withReader((reader) => ({
        async *findIds(query, call) {
          yield* (await collect(reader.findIds(query, call))).sort((a, b) => (a.traceId < b.traceId ? -1 : 1));
        },
      })),
  },
  {
    fault: 'hands out its own objects',
    caughtBy: 'what a caller does to a trace it read does not reach the store',
    make: () => {
      const store = referenceStore();
      const handed = new Map<string, Trace>();
      const traces: TraceReader['traces'] = async function* (ids, call) {
        for await (const trace of store.reader.traces(ids, call)) {
          const known = handed.get(trace.traceId) ?? trace;
          handed.set(trace.traceId, known);
          yield known;
        }
      };
      return { ...store, reader: { ...store.reader, traces } };
    },
  },
  {
    fault: 'answers traces in the order of their ids',
    caughtBy: 'traces come in the order asked, missing ones left out',
    make: () =>
      withReader((reader) => ({
        async *traces(ids, call) {
          yield* reader.traces(
            ids.toSorted((a, b) => (a.traceId < b.traceId ? -1 : 1)),
            call,
          );
        },
      })),
  },
  {
    fault: 'answers an id as often as it is asked',
    caughtBy: 'an id asked twice comes once',
    make: () =>
      withReader((reader) => ({
        async *traces(ids, call) {
          for (const id of ids) yield* reader.traces([id], call);
        },
      })),
  },
  {
    fault: 'drops the high half of trace ids',
    caughtBy: 'a trace id whose high half is zero is not the one with the same low half',
    make: () =>
      withReader((reader) => ({
        async *traces(ids, call) {
          const low = new Set(ids.map((id) => id.traceId.slice(16)));
          yield* (await allTraces(reader, call)).filter((trace) => low.has(trace.traceId.slice(16)));
        },
      })),
  },
  {
    fault: 'rounds starts to microseconds',
    caughtBy: 'nanoseconds of start and duration are kept',
    make: () =>
      withReader((reader) => ({
        async *traces(ids, call) {
          for await (const trace of reader.traces(ids, call)) {
            yield { ...trace, spans: trace.spans.map((span) => ({ ...span, startNsRem: 0 })) };
          }
        },
      })),
  },
  {
    fault: 'keeps the last of several attributes with one key',
    caughtBy: 'attributes with one key are all kept, in order',
    make: () =>
      withReader((reader) => ({
        async *traces(ids, call) {
          for await (const trace of reader.traces(ids, call)) {
            const last = (span: Span): Span => ({
              ...span,
              attributes: [...new Map(span.attributes.map((a) => [a.key, a])).values()],
            });
            yield { ...trace, spans: trace.spans.map(last) };
          }
        },
      })),
  },
  {
    fault: 'never looks at the signal',
    caughtBy: 'find asked by a caller that went away',
    make: () =>
      withReader((reader) => {
        const deaf = (call: Call): Call => ({ ...call, signal: new AbortController().signal });
        return { find: (query, call) => reader.find(query, deaf(call)) };
      }),
  },
  {
    fault: 'looks at the signal only before the first item',
    caughtBy: 'find stops when the caller goes away midway',
    make: () =>
      withReader((reader) => ({
        async *find(query, call) {
          call.signal.throwIfAborted();
          yield* await collect(reader.find(query, call));
        },
      })),
  },
  {
    fault: 'lists services as they came',
    caughtBy: 'services are sorted by code unit, each once',
    make: () => withReader((reader) => ({ services: async (call) => (await reader.services(call)).toReversed() })),
  },
  {
    fault: 'takes an empty kind for every kind',
    caughtBy: 'the empty kind asks for operations without a kind',
    make: () =>
      withReader((reader) => ({
        operations: (service, kind, call) => reader.operations(service, kind === '' ? null : kind, call),
      })),
  },
  {
    fault: 'yields an empty chunk of summaries',
    caughtBy: 'no match gives no chunk',
    make: () =>
      withReader((reader) => ({
        async *findSummaries(query, call) {
          yield [];
          yield* reader.findSummaries(query, call);
        },
      })),
  },
  {
    fault: 'counts orphans never',
    caughtBy: 'a trace whose every parent is absent has no root',
    make: () =>
      withReader((reader) => ({
        async *findSummaries(query, call) {
          for await (const chunk of reader.findSummaries(query, call))
            yield chunk.map((s) => ({ ...s, orphanSpanCount: 0 }));
        },
      })),
  },
  {
    fault: 'takes the range of dependencies as inclusive',
    caughtBy: 'neither end of the range belongs to it',
    make: () => {
      const store = referenceStore();
      const links = store.dependencies!;
      const wider: typeof links = {
        links: (range, call) => links.links({ startUs: range.startUs - 1, endUs: range.endUs + 1 }, call),
        writeLinks: (atUs, written, call) => links.writeLinks(atUs, written, call),
      };
      return { ...store, dependencies: wider };
    },
  },
  {
    fault: 'has no dependencies and no excuse',
    caughtBy: 'calls are counted, one entry a pair',
    make: () => ({ ...referenceStore(), dependencies: null }),
  },
  {
    fault: 'loses every tenth write',
    caughtBy: 'writes at the same time are all kept',
    make: () => {
      const store = referenceStore();
      let writes = 0;
      const writer: StorageBackend['writer'] = {
        write: (batch, call) =>
          ++writes % 10 === 0 ? Promise.resolve({ rejected: [] }) : store.writer.write(batch, call),
      };
      return { ...store, writer };
    },
  },
  {
    fault: 'finds nothing without a service',
    caughtBy: 'a search needs no service',
    make: () =>
      withReader((reader) => ({
        find: (query, call) =>
          JSON.stringify(query.where)?.includes('"service"') ? reader.find(query, call) : each([]),
      })),
  },
];

import { describe, expect, test } from 'vitest';
import { meterReads, type TraceQuery, type TraceReader } from '../../src/index.ts';
import { callOf, FakeTime } from '../support/fakes.ts';

const QUERY: TraceQuery = { where: null, startMinUs: 0, startMaxUs: 1, limit: null };
const IDS = [{ traceId: 'a', startUs: null, endUs: null }];

/** A store that takes 100 ms for each item and then answers, or fails. */
function setUp(items: number, failure: Error | null = null) {
  const time = new FakeTime();
  const heard: string[] = [];
  let closed = 0;
  async function* answer<T>(item: T): AsyncGenerator<T, void> {
    try {
      for (let i = 0; i < items; i++) {
        time.advance(100);
        yield item;
      }
      if (failure !== null) throw failure;
    } finally {
      closed++;
    }
  }
  const list = async <T>(item: T): Promise<T[]> => {
    time.advance(250);
    if (failure !== null) throw failure;
    return Array<T>(items).fill(item);
  };
  const reader: TraceReader = {
    capabilities: () => Promise.reject(new Error('not asked')),
    traces: () => answer({ traceId: 'a', spans: [] }),
    find: () => answer({ traceId: 'a', spans: [] }),
    findIds: () => answer(IDS[0]!),
    findSummaries: () => answer([]),
    services: () => list('shop'),
    operations: () => list({ name: 'GET /', spanKind: '' }),
  };
  const measured = meterReads(reader, time, (operation) => ({
    ok: (ms, count) => void heard.push(`${operation} ok ${ms} ms, ${count}`),
    err: (ms) => void heard.push(`${operation} err ${ms} ms`),
  }));
  return { measured, heard, time, closed: () => closed };
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let seen = 0;
  for await (const _ of items) seen++;
  return seen;
}

describe('meterReads', () => {
  const reads = [
    { operation: 'get_trace', read: (r: TraceReader) => count(r.traces(IDS, callOf())), ms: 200, items: 2 },
    { operation: 'find_traces', read: (r: TraceReader) => count(r.find(QUERY, callOf())), ms: 200, items: 2 },
    { operation: 'find_trace_ids', read: (r: TraceReader) => count(r.findIds(QUERY, callOf())), ms: 200, items: 2 },
    {
      operation: 'find_trace_summaries',
      read: (r: TraceReader) => count(r.findSummaries(QUERY, callOf())),
      ms: 200,
      items: 0, // these chunks are empty: summaries count, not chunks
    },
    { operation: 'get_services', read: (r: TraceReader) => r.services(callOf()), ms: 250, items: 2 },
    { operation: 'get_operations', read: (r: TraceReader) => r.operations('shop', null, callOf()), ms: 250, items: 2 },
  ];

  test.each(reads)('$operation is timed, and its answers are counted', async ({ operation, read, ms, items }) => {
    const { measured, heard } = setUp(2);
    await read(measured);
    expect(heard).toEqual([`${operation} ok ${ms} ms, ${items}`]);
  });

  test.each(reads)(
    '$operation that fails is an error, and the error passes unchanged',
    async ({ operation, read, ms }) => {
      const { measured, heard } = setUp(2, new Error('down'));
      await expect(read(measured)).rejects.toThrow('down');
      expect(heard).toEqual([`${operation} err ${ms} ms`]);
    },
  );

  test('a trace that is not there is no error', async () => {
    const { measured, heard } = setUp(0);
    expect(await count(measured.traces(IDS, callOf()))).toBe(0);
    expect(heard).toEqual(['get_trace ok 0 ms, 0']);
  });

  test('the time between two items is the caller’s own', async () => {
    const { measured, heard, time } = setUp(2);
    for await (const _ of measured.find(QUERY, callOf())) time.advance(5000);
    expect(heard).toEqual(['find_traces ok 200 ms, 2']);
  });

  test('a caller that has seen enough ends the store’s iteration, without an error', async () => {
    const { measured, heard, closed } = setUp(5);
    for await (const _ of measured.find(QUERY, callOf())) break;
    expect([heard, closed()]).toEqual([['find_traces ok 100 ms, 1'], 1]);
  });
});

// The routes over a store: what they answer when the request is right.
import type { Call, StorageBackend, TraceLookup } from '@spoor/core';
import { referenceStore, spanBuilder, traceBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { type QueryServer, queryServer, storeWith } from '../support/query-server.ts';

const NOW_US = 1_768_471_200_000_000; // where the test clock stands
const A = 'a'.repeat(32);
const B = 'b'.padStart(32, '0');

async function dataOf(server: QueryServer, target: string): Promise<unknown> {
  const answer = await server.ask(target);
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
  return JSON.parse(answer.body).data;
}

async function idsOf(server: QueryServer, target: string): Promise<unknown> {
  const traces = (await dataOf(server, target)) as readonly { traceID: string }[];
  return traces.map((trace) => trace.traceID);
}

describe('services and operations', () => {
  const spans = [
    spanBuilder({ service: 'web', operation: 'GET <x>', kind: 'server' }),
    spanBuilder({ service: 'web', operation: 'GET <x>', kind: 'client' }),
    spanBuilder({ service: 'db', operation: 'query' }),
  ];

  test('are counted in total', async () => {
    const { ask } = await queryServer({}, await storeWith(spans));
    expect((await ask('/api/services')).body).toBe(
      '{"data":["db","web"],"total":2,"limit":0,"offset":0,"errors":null}',
    );
    expect((await ask('/api/services/web/operations')).body).toBe(
      String.raw`{"data":["GET \u003cx\u003e"],"total":1,"limit":0,"offset":0,"errors":null}`,
    );
  });

  test('have their kinds, and can be asked for by kind', async () => {
    const server = await queryServer({}, await storeWith(spans));
    const server_ = { name: 'GET <x>', spanKind: 'server' };
    const client = { name: 'GET <x>', spanKind: 'client' };
    expect(await dataOf(server, '/api/operations?service=web')).toEqual([client, server_]);
    expect(await dataOf(server, '/api/operations?service=web&spanKind=server')).toEqual([server_]);
    expect(await dataOf(server, '/api/operations?service=web&spanKind=')).toHaveLength(2);
    expect(await dataOf(server, '/api/operations?service=db')).toEqual([{ name: 'query', spanKind: '' }]);
  });

  test('that do not exist are null, null and an empty list', async () => {
    const server = await queryServer();
    expect(await dataOf(server, '/api/services')).toBeNull();
    expect(await dataOf(server, '/api/services/none/operations')).toBeNull();
    expect(await dataOf(server, '/api/operations?service=none')).toEqual([]);
  });
});

describe('a search', () => {
  const at = (offsetUs: number, traceId: string) => ({ traceId, startUs: NOW_US - offsetUs });
  const spans = [
    ...traceBuilder([
      { ...at(2_000_000, A), service: 'web', operation: 'slow', durationNs: 3e9, attributes: { k: 'v' } },
    ]),
    ...traceBuilder([
      { ...at(1_000_000, B), service: 'web', operation: 'fast', durationNs: 1e6, attributes: { k: 7 } },
    ]),
  ];
  const cases = [
    { title: 'by service, newest first', search: 'service=web', want: ['000000000000000b', A] },
    { title: 'by operation', search: 'service=web&operation=slow', want: [A] },
    { title: 'by least duration, inclusive', search: 'service=web&minDuration=3s', want: [A] },
    { title: 'by greatest duration, inclusive', search: 'service=web&maxDuration=1ms', want: ['000000000000000b'] },
    { title: 'by a tag', search: 'service=web&tag=k:v', want: [A] },
    { title: 'by the text of a number', search: 'service=web&tags={"k":"7"}', want: ['000000000000000b'] },
    { title: 'by conditions that no span meets together', search: 'service=web&tag=k:v&operation=fast', want: [] },
    { title: 'with a limit', search: 'service=web&limit=1', want: ['000000000000000b'] },
    { title: 'without a limit', search: 'service=web&limit=0', want: ['000000000000000b', A] },
    { title: 'in a window', search: `service=web&end=${NOW_US - 1_500_000}`, want: [A] },
    { title: 'in a reversed window', search: `service=web&start=${NOW_US}&end=${NOW_US - 9e6}`, want: [] },
    { title: 'of a service that sent nothing', search: 'service=none', want: [] },
  ] as const;
  for (const c of cases) {
    test(c.title, async () => {
      const server = await queryServer({}, await storeWith(spans));
      expect(await idsOf(server, `/api/traces?${encodeURI(c.search)}`)).toEqual(c.want);
    });
  }

  test("is measured under Jaeger's names", async () => {
    const server = await queryServer({}, await storeWith(spans));
    await server.ask('/api/traces?service=web');
    const labels = { operation: 'find_traces', result: 'ok' };
    expect(server.deps.metric('jaeger_query_requests_total', labels)).toBe(1);
    expect(server.deps.metric('jaeger_query_latency', labels)).toBe(1);
  });
});

describe('a list of ids', () => {
  const spans = [spanBuilder({ traceId: A }), spanBuilder({ traceId: B })];

  test('is answered in the order asked, as often as asked', async () => {
    const server = await queryServer({}, await storeWith(spans));
    const target = `/api/traces?traceID=b&traceID=${A}&traceID=b`;
    expect(await idsOf(server, target)).toEqual(['000000000000000b', A, '000000000000000b']);
  });

  test('names those that are not there, and is still a success', async () => {
    const { ask } = await queryServer({}, await storeWith(spans));
    const { status, body } = await ask(`/api/traces?traceID=1&traceID=${A}&traceID=${'c'.repeat(32)}`);
    expect(status).toBe(200);
    expect(JSON.parse(body).errors).toEqual([
      { msg: 'trace not found', traceID: '0000000000000001' },
      { msg: 'trace not found', traceID: 'c'.repeat(32) },
    ]);
  });

  test('of nothing there is an empty list with errors', async () => {
    const { ask } = await queryServer();
    expect((await ask('/api/traces?traceID=1')).body).toBe(
      '{"data":[],"total":0,"limit":0,"offset":0,"errors":[{"msg":"trace not found","traceID":"0000000000000001"}]}',
    );
  });
});

describe('a trace', () => {
  test('is found by its unpadded id in any case', async () => {
    const server = await queryServer({}, await storeWith([spanBuilder({ traceId: 'abc'.padStart(32, '0') })]));
    for (const id of ['abc', 'ABC', '0000abc', 'abc'.padStart(32, '0')]) {
      expect(await idsOf(server, `/api/traces/${id}`)).toEqual(['0000000000000abc']);
    }
  });

  test('is adjusted unless asked for raw', async () => {
    const attributes = { z: 1, a: 2 };
    const server = await queryServer({}, await storeWith([spanBuilder({ traceId: A, attributes })]));
    const keys = async (target: string): Promise<unknown> => {
      const [trace] = (await dataOf(server, target)) as { spans: { tags: { key: string }[] }[] }[];
      return trace?.spans[0]?.tags.map((tag) => tag.key);
    };
    expect(await keys(`/api/traces/${A}`)).toEqual(['a', 'z']);
    expect(await keys(`/api/traces/${A}?raw=`)).toEqual(['a', 'z']);
    expect(await keys(`/api/traces/${A}?raw=true`)).toEqual(['z', 'a']);
    expect(await keys(`/api/traces?traceID=${A}&raw=1`)).toEqual(['z', 'a']);
  });

  test('is the same in one line and indented', async () => {
    const { ask } = await queryServer({}, await storeWith([spanBuilder({ traceId: A })]));
    const compact = (await ask(`/api/traces/${A}?prettyPrint=false`)).body;
    expect((await ask(`/api/traces/${A}?prettyPrint=`)).body).toBe(compact);
    expect((await ask(`/api/traces/${A}?prettyPrint=yes`)).body).toBe(JSON.stringify(JSON.parse(compact), null, 4));
  });

  test('hands its time bounds to the store as hints', async () => {
    const asked: TraceLookup[] = [];
    const storage = referenceStore();
    const reader = {
      ...storage.reader,
      async *traces(ids: readonly TraceLookup[], call: Call) {
        asked.push(...ids);
        yield* storage.reader.traces(ids, call);
      },
    };
    const { ask } = await queryServer({}, { ...storage, reader });
    await ask('/api/traces/1?start=5&end=9');
    expect(asked).toEqual([{ traceId: '1'.padStart(32, '0'), startUs: 5, endUs: 9 }]);
  });
});

describe('dependencies', () => {
  const withLinks = (): StorageBackend => ({
    ...referenceStore(),
    dependencies: {
      links: async () => [
        { parent: 'a', child: 'b', callCount: 2, source: '' },
        { parent: 'a', child: 'b', callCount: 3, source: 'job' },
        { parent: 'b', child: 'c', callCount: 1, source: '' },
      ],
      writeLinks: async () => {},
    },
  });

  test('are summed by pair', async () => {
    const { ask } = await queryServer({}, withLinks());
    expect((await ask('/api/dependencies')).body).toBe(
      '{"data":[{"parent":"a","child":"b","callCount":5},{"parent":"b","child":"c","callCount":1}],' +
        '"total":0,"limit":0,"offset":0,"errors":null}',
    );
  });

  test('of one service are those it is an end of', async () => {
    const server = await queryServer({}, withLinks());
    expect(await dataOf(server, '/api/dependencies?service=c')).toEqual([{ parent: 'b', child: 'c', callCount: 1 }]);
    expect(await dataOf(server, '/api/dependencies?service=x')).toEqual([]);
  });

  test('of a store that keeps none are an empty list', async () => {
    const server = await queryServer({}, { ...referenceStore(), dependencies: null });
    expect(await dataOf(server, '/api/dependencies')).toEqual([]);
  });
});

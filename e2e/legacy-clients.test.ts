// Clients that fleets still run, unmodified: their spans arrive whole and are found.
import { pollUntil } from '@spoor/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { type Family, LEGACY_SENDERS } from './support/legacy-checkout.ts';
import { getData, search, type V1Trace } from './support/query-client.ts';

let server: AllInOne;
beforeAll(async () => {
  server = await startAllInOne();
});
afterAll(() => server?.process.stop());

/** How each family says what the others say with types. */
const ROOT_TAGS: Readonly<Record<Family, readonly object[]>> = {
  jaeger: typedTags('int64', 'float64'),
  opentelemetry: typedTags('int64', 'float64'),
  zipkin: [
    { key: 'order.size', type: 'string', value: '3' },
    { key: 'order.rush', type: 'string', value: 'true' },
    { key: 'order.total', type: 'string', value: '12.5' },
  ],
};

function typedTags(int: string, float: string): readonly object[] {
  return [
    { key: 'order.size', type: int, value: 3 },
    { key: 'order.rush', type: 'bool', value: true },
    { key: 'order.total', type: float, value: 12.5 },
  ];
}

describe.each(LEGACY_SENDERS.map((sender, index) => ({ ...sender, service: `legacy-${index}` })))(
  '$title',
  ({ family, format, hasProcessTag, send, service }) => {
    let traceId: string;
    let trace: V1Trace;
    const spanOf = (name: string): V1Trace['spans'][number] =>
      trace.spans.find((span) => span.operationName.toLowerCase() === name.toLowerCase())!;

    beforeAll(async () => {
      traceId = await send(server, service);
      trace = await pollUntil(
        async () => {
          const [found] = await getData<V1Trace>(server.query, `/api/traces/${traceId}`);
          return found?.spans.length === 2 ? found : null;
        },
        { deadlineMs: 10_000, what: `trace ${traceId} of two spans` },
      );
    });

    test('the service and both operations are listed, with their kinds', async () => {
      expect(await getData(server.query, '/api/services')).toContain(service);
      const operations = await getData<{ name: string; spanKind: string }>(
        server.query,
        `/api/operations?service=${service}`,
      );
      expect(operations.map(({ name, spanKind }) => [name.toLowerCase(), spanKind])).toEqual([
        ['get /checkout', 'server'],
        ['select orders', 'client'],
      ]);
    });

    test('the server span is the root, with its tags', () => {
      const root = spanOf('GET /checkout');
      expect(root.references).toEqual([]);
      for (const tag of ROOT_TAGS[family]) expect(root.tags).toContainEqual(tag);
      expect(root.tags).toContainEqual({ key: 'span.kind', type: 'string', value: 'server' });
    });

    test('the client span is its child and failed', () => {
      const [root, child] = [spanOf('GET /checkout'), spanOf('SELECT orders')];
      expect(child.references).toEqual([{ refType: 'CHILD_OF', traceID: traceId, spanID: root.spanID }]);
      expect(child.tags).toContainEqual({ key: 'span.kind', type: 'string', value: 'client' });
      expect(child.tags).toContainEqual({ key: 'error', type: 'bool', value: true });
    });

    test('the event is a log', () => {
      const { logs } = spanOf('SELECT orders');
      expect(logs.flatMap(({ fields }) => fields)).toContainEqual(
        expect.objectContaining({ value: expect.stringContaining('retry') }),
      );
    });

    test('the process has its name and tag', () => {
      const process = trace.processes[spanOf('GET /checkout').processID]!;
      expect(process.serviceName).toBe(service);
      if (hasProcessTag) expect(process.tags).toContainEqual({ key: 'deployment', type: 'string', value: 'e2e' });
    });

    test('the format tag says how it came in', () => {
      const formats = trace.spans.flatMap(({ tags }) => tags.filter(({ key }) => key === '@jaeger@format'));
      expect(formats.map(({ value }) => value)).toEqual(format === '' ? [] : [format, format]);
    });

    test.each([
      ['by service', {}],
      ['by a tag', { tag: 'order.size:3' }],
      ['by its error', { tag: 'error:true' }],
    ] as const)('is found %s', async (_title, params) => {
      expect(await search(server.query, { service, ...params })).toEqual([traceId]);
    });
  },
);

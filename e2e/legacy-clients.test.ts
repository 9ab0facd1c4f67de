// Clients that fleets still run, unmodified: their spans arrive whole and are found.
import { pollUntil } from '@spoor/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { LEGACY_SENDERS, type TagTypes } from './support/legacy-checkout.ts';
import { getData, search, type V1Trace } from './support/query-client.ts';

let server: AllInOne;
beforeAll(async () => {
  server = await startAllInOne();
});
afterAll(() => server?.process.stop());

/** Type and value of each tag of the server span. */
function rootTags(types: TagTypes): readonly object[] {
  const number = types === 'doubles' ? 'float64' : 'int64';
  const isText = types.startsWith('texts');
  return [
    isText ? text('order.size', '3') : { key: 'order.size', type: number, value: 3 },
    types === 'texts' ? text('order.rush', 'true') : { key: 'order.rush', type: 'bool', value: true },
    isText ? text('order.total', '12.5') : { key: 'order.total', type: 'float64', value: 12.5 },
    text('span.kind', 'server'),
  ];
}

function text(key: string, value: string): object {
  return { key, type: 'string', value };
}

describe.each(LEGACY_SENDERS.map((sender, index) => ({ ...sender, service: `legacy-${index}` })))(
  '$title',
  ({ tagTypes, format, processTag, send, service }) => {
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
      expect(root.tags).toEqual(expect.arrayContaining([...rootTags(tagTypes)]));
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
      const root = spanOf('GET /checkout');
      const process = trace.processes[root.processID]!;
      expect(process.serviceName).toBe(service);
      const isDeployment = ({ key, value }: { key: string; value: unknown }): boolean =>
        key === 'deployment' && value === 'e2e';
      expect([process.tags.some(isDeployment), root.tags.some(isDeployment)]).toEqual([
        processTag === 'process' || processTag === 'both',
        processTag === 'span' || processTag === 'both',
      ]);
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

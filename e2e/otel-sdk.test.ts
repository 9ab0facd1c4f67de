// What a newcomer does: start all-in-one, send spans with the SDK they already use, find them with curl.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { SENDERS } from './support/checkout-trace.ts';
import { getData, search, type V1Trace } from './support/query-client.ts';

let server: AllInOne;
beforeAll(async () => {
  server = await startAllInOne();
});
afterAll(() => server?.process.stop());

for (const [index, sender] of SENDERS.entries()) {
  describe(sender.title, () => {
    const service = `checkout-${index}`;
    let traceId: string;
    beforeAll(async () => {
      traceId = await sender.send(server, service);
    });

    test('the service and its operations are listed', async () => {
      expect(await getData(server.query, '/api/services')).toContain(service);
      const operations = await getData(server.query, `/api/operations?service=${service}`);
      expect(operations).toEqual([
        { name: 'GET /checkout', spanKind: 'server' },
        { name: 'SELECT orders', spanKind: 'client' },
      ]);
    });

    test('the trace reads back with kinds, types, parent, event and error', async () => {
      const [trace] = await getData<V1Trace>(server.query, `/api/traces/${traceId}`);
      const [root, child] = ['GET /checkout', 'SELECT orders'].map(
        (name) => trace!.spans.find((span) => span.operationName === name)!,
      );
      expect(trace!.spans.length).toBe(2);
      expect(trace!.processes[root!.processID]).toMatchObject({ serviceName: service });
      expect(trace!.processes[root!.processID]!.tags).toContainEqual({
        key: 'deployment',
        type: 'string',
        value: 'e2e',
      });
      expect([root!.duration, child!.duration]).toEqual([2_000_000, 300_000]);
      expect(root!.references).toEqual([]);
      expect(child!.references).toEqual([{ refType: 'CHILD_OF', traceID: traceId, spanID: root!.spanID }]);
      for (const tag of [
        { key: 'order.size', type: 'int64', value: 3 },
        { key: 'order.rush', type: 'bool', value: true },
        { key: 'order.total', type: 'float64', value: 12.5 },
        { key: 'order.items', type: 'string', value: '["pen","ink"]' },
        { key: 'span.kind', type: 'string', value: 'server' },
        { key: 'otel.scope.name', type: 'string', value: 'checkout' },
        { key: 'otel.scope.version', type: 'string', value: '1.2.3' },
      ]) {
        expect(root!.tags).toContainEqual(tag);
      }
      expect(child!.tags).toContainEqual({ key: 'error', type: 'bool', value: true });
      expect(child!.tags).toContainEqual({ key: 'otel.status_description', type: 'string', value: 'deadlock' });
      expect(child!.logs).toEqual([
        {
          timestamp: root!.startTime + 200_000,
          fields: [
            { key: 'event', type: 'string', value: 'retry' },
            { key: 'attempt', type: 'int64', value: 2 },
          ],
        },
      ]);
    });

    const finds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'by service': {},
      'by operation': { operation: 'SELECT orders' },
      'by an int tag': { tag: 'order.size:3' },
      'by a bool tag': { tag: 'order.rush:true' },
      'by a float tag': { tags: '{"order.total":"12.5"}' },
      'by a tag of the process': { tag: 'deployment:e2e' },
      'by the field of a log': { tag: 'attempt:2' },
      'by its error': { tag: 'error:true' },
      'by least duration': { minDuration: '2s' },
      'by both durations': { minDuration: '250ms', maxDuration: '300ms' },
      'by operation, tag and duration of one span': {
        operation: 'GET /checkout',
        tag: 'order.size:3',
        minDuration: '1s',
      },
    };
    for (const [title, params] of Object.entries(finds)) {
      test(`is found ${title}`, async () => {
        expect(await search(server.query, { service, ...params })).toEqual([traceId]);
      });
    }

    const misses: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'another service': { service: `${service}x` },
      'another operation': { operation: 'GET' },
      'another value': { tag: 'order.size:4' },
      'a longer duration': { minDuration: '2001ms' },
      'conditions that two spans meet together': { operation: 'SELECT orders', tag: 'order.size:3' },
      'a time before it': { end: '1000000' },
    };
    for (const [title, params] of Object.entries(misses)) {
      test(`is not found by ${title}`, async () => {
        expect(await search(server.query, { service, ...params })).toEqual([]);
      });
    }
  });
}

test('the page is served at the root', async () => {
  const answer = await fetch(server.query);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

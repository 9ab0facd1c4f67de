// Statuses of PostSpans and GetSamplingStrategy, with a real client.
import { TracingError } from '@spoor/core';
import { expect, test } from 'vitest';
import { jaegerGrpcConfig } from '../../src/index.ts';
import { grpcClient } from '../support/grpc-client.ts';
import { GET_STRATEGY, jaegerGrpcDoor, POST_SPANS, postSpans } from '../support/jaeger-grpc-door.ts';

const CHECK = '/grpc.health.v1.Health/Check';
const path = POST_SPANS;

test('spans arrive as native ones, with their format', async () => {
  const { address, sink } = await jaegerGrpcDoor();
  const { code, response } = await grpcClient(address).export(postSpans(3), { path });
  expect([code, response]).toEqual(['OK', Buffer.alloc(0)]);
  const { batch } = sink.consumed[0]!;
  expect(batch.length).toBe(3);
  expect(batch.span(2).toSpan()).toMatchObject({
    native: true,
    spanId: '0303030303030303',
    attributes: [{ key: '@jaeger@format', value: { type: 'string', value: 'proto' } }],
    resource: { serviceName: 'svc' },
  });
});

test('batches of calls at once do not mix', async () => {
  const { address, sink } = await jaegerGrpcDoor();
  sink.held = true;
  const client = grpcClient(address);
  const answers = Array.from({ length: 20 }, (_, i) => client.export(postSpans(i + 1, 50), { path }));
  await sink.arrived(20);
  sink.release();
  expect((await Promise.all(answers)).every(({ code }) => code === 'OK')).toBe(true);
  const sizes = sink.consumed.map(({ batch }) => batch.length).sort((a, b) => a - b);
  expect(sizes).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  for (const { batch } of sink.consumed) expect(batch.span(batch.length - 1).operation).toBe('op');
});

test('a malformed message is INVALID_ARGUMENT with the byte offset, and the next one is taken', async () => {
  const { address, sink } = await jaegerGrpcDoor();
  const client = grpcClient(address);
  const answer = await client.export(Buffer.from([0x0a, 0x04, 0x0a, 0x02, 0x0a, 0x05]), { path });
  expect([answer.code, answer.details]).toEqual(['INVALID_ARGUMENT', expect.stringMatching(/at byte 5$/)]);
  expect(sink.consumed).toEqual([]);
  expect((await client.export(postSpans(), { path })).code).toBe('OK');
  expect(sink.spans).toBe(1);
});

const failures = [
  { error: new TracingError('OVER_CAPACITY', 'full'), code: 'RESOURCE_EXHAUSTED', advised: true },
  { error: new TracingError('STORAGE_UNAVAILABLE', 'away'), code: 'UNAVAILABLE', advised: true },
  { error: new Error('x is undefined'), code: 'INTERNAL', advised: false },
] as const;
for (const { error, code, advised } of failures) {
  test(`${error.message}: ${code}${advised ? ' with advice' : ''}, for agents to send again or not`, async () => {
    const { address, sink, budget } = await jaegerGrpcDoor();
    sink.onConsume = () => {
      throw error;
    };
    const answer = await grpcClient(address).export(postSpans(), { path });
    expect([answer.code, answer.details]).toEqual([code, error.message]);
    expect(answer.trailers.get('grpc-status-details-bin').length).toBe(advised ? 1 : 0);
    expect(budget.used).toBe(0);
  });
}

test('the answer waits for the sink', async () => {
  const { address, sink } = await jaegerGrpcDoor();
  sink.held = true;
  let answered = false;
  const answer = grpcClient(address)
    .export(postSpans(), { path })
    .finally(() => {
      answered = true;
    });
  await sink.arrived(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  sink.release();
  expect((await answer).code).toBe('OK');
});

test('gzip is inflated', async () => {
  const { address, sink } = await jaegerGrpcDoor();
  expect((await grpcClient(address, { gzip: true }).export(postSpans(200, 100), { path })).code).toBe('OK');
  expect(sink.spans).toBe(200);
});

test('a message over the limit is RESOURCE_EXHAUSTED', async () => {
  const { address, sink } = await jaegerGrpcDoor({ maxMessageBytes: 10_000 });
  const client = grpcClient(address);
  const answer = await client.export(postSpans(100, 100), { path });
  expect([answer.code, answer.details]).toEqual(['RESOURCE_EXHAUSTED', expect.stringContaining('larger than max')]);
  expect((await client.export(postSpans(10, 100), { path })).code).toBe('OK');
  expect(sink.spans).toBe(10);
});

const tenants = [
  { title: 'no tenant', metadata: {}, code: 'UNAUTHENTICATED', details: 'missing tenant header' },
  {
    title: 'two tenants',
    metadata: { 'x-tenant': ['acme', 'b'] },
    code: 'PERMISSION_DENIED',
    details: 'extra tenant header',
  },
  {
    title: 'an unknown tenant',
    metadata: { 'x-tenant': 'evil' },
    code: 'PERMISSION_DENIED',
    details: 'unknown tenant',
  },
  { title: 'a known tenant', metadata: { 'x-tenant': 'acme' }, code: 'OK', details: '' },
] as const;
for (const { title, metadata, code, details } of tenants) {
  test(`with tenancy on, ${title} gets ${code}`, async () => {
    const { address, sink } = await jaegerGrpcDoor({}, { tenants: ['acme'] });
    const answer = await grpcClient(address).export(postSpans(), { path, metadata });
    expect([answer.code, answer.details]).toEqual([code, details]);
    expect(sink.consumed.map(({ call }) => call.tenant)).toEqual(code === 'OK' ? ['acme'] : []);
  });
}

test('sampling strategies are served on the same port, without a tenant', async () => {
  const asked: string[] = [];
  const strategy = (service: string): { proto: Uint8Array; json: Uint8Array; legacyJson: null } => {
    asked.push(service);
    return { proto: Uint8Array.of(0x12, 0), json: new Uint8Array(0), legacyJson: null };
  };
  const { address } = await jaegerGrpcDoor({}, { tenants: ['acme'] }, { strategy });
  const answer = await grpcClient(address).export(Buffer.from('\x0a\x03svc'), { path: GET_STRATEGY });
  expect([answer.code, answer.response, asked]).toEqual(['OK', Buffer.from([0x12, 0]), ['svc']]);
});

for (const service of ['', 'jaeger.api_v2.CollectorService', 'jaeger.api_v2.SamplingManager']) {
  test(`health of ${JSON.stringify(service)} is SERVING from the start`, async () => {
    const { address } = await jaegerGrpcDoor();
    const request = Buffer.concat([Buffer.from([0x0a, service.length]), Buffer.from(service)]);
    const answer = await grpcClient(address).export(request, { path: CHECK });
    expect([answer.code, answer.response]).toEqual(['OK', Buffer.from([0x08, 1])]);
  });
}

test('the flags are those of Jaeger, old names among them', () => {
  const fields = Object.values(jaegerGrpcConfig.fields);
  expect(fields.map(({ flag }) => flag)).toEqual([
    'collector.grpc-server.host-port',
    'collector.grpc-server.max-message-size',
    'collector.grpc-server.max-connection-age',
    'collector.grpc-server.max-connection-age-grace',
    'collector.grpc.tls.enabled',
    'collector.grpc.tls.cert',
    'collector.grpc.tls.key',
    'collector.grpc.tls.client-ca',
    'collector.grpc.tls.cipher-suites',
    'collector.grpc.tls.min-version',
    'collector.grpc.tls.max-version',
    'collector.grpc.tls.reload-interval',
  ]);
  const { hostPort, maxMessageBytes } = jaegerGrpcConfig.fields;
  expect([hostPort.default, hostPort.aliases, maxMessageBytes.default]).toEqual([
    ':14250',
    ['collector.grpc-port'],
    4_194_304,
  ]);
});

test('TLS problems name the flags of this port', async () => {
  const tls = { tlsEnabled: true, tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' };
  await expect(jaegerGrpcDoor(tls)).rejects.toThrow('--collector.grpc.tls.cert: cannot read /nowhere/cert.pem');
});

// Statuses of Export, with a real client.
import { TracingError } from '@spoor/core';
import { expect, test } from 'vitest';
import { grpcDoor } from '../support/doors.ts';
import { EXPORT, grpcClient } from '../support/grpc-client.ts';
import { payload } from '../support/otlp-payload.ts';

const RETRY_INFO = Buffer.from('type.googleapis.com/google.rpc.RetryInfo').toString('hex');

const failures = [
  {
    title: 'a full queue',
    error: new TracingError('OVER_CAPACITY', 'full', { retryAfterMs: 1_500 }),
    code: 'RESOURCE_EXHAUSTED',
    status: `0808120466756c6c1a360a28${RETRY_INFO}120a0a0808011080cab5ee01`,
  },
  {
    title: 'a store that is away',
    error: new TracingError('STORAGE_UNAVAILABLE', 'away'),
    code: 'UNAVAILABLE',
    status: `080e1204617761791a300a28${RETRY_INFO}12040a020801`,
  },
  {
    title: 'a batch that never fits',
    error: new TracingError('PAYLOAD_TOO_LARGE', 'grün'),
    code: 'RESOURCE_EXHAUSTED',
    status: undefined,
  },
  { title: 'a defect of ours', error: new Error('x is undefined'), code: 'INTERNAL', status: undefined },
] as const;

for (const { title, error, code, status } of failures) {
  test(`${title} is answered with ${code}, with advice where waiting helps`, async () => {
    const { address, sink, budget } = await grpcDoor();
    sink.onConsume = () => {
      throw error;
    };
    const client = grpcClient(address);
    const answer = await client.export(payload());
    expect([answer.code, answer.details]).toEqual([code, error.message]);
    const [advice] = answer.trailers.get('grpc-status-details-bin');
    expect(advice === undefined ? undefined : Buffer.from(advice).toString('hex')).toBe(status);
    sink.onConsume = () => undefined;
    expect((await client.export(payload())).code).toBe('OK');
    expect(budget.used).toBe(0);
  });
}

test('a text with half a surrogate pair is sent with a replacement', async () => {
  const { address, sink } = await grpcDoor();
  sink.onConsume = () => {
    throw new TracingError('INVALID_ARGUMENT', 'cut \ud83d, whole \u{1f600}');
  };
  expect((await grpcClient(address).export(payload())).details).toBe('cut \ufffd, whole \u{1f600}');
});

test('a malformed message is INVALID_ARGUMENT with the byte offset', async () => {
  const { address, sink } = await grpcDoor();
  const answer = await grpcClient(address).export(Buffer.from([0x0a, 0x05, 0x01]));
  expect([answer.code, answer.details]).toEqual(['INVALID_ARGUMENT', expect.stringMatching(/at byte 1$/)]);
  expect(sink.consumed).toEqual([]);
});

test('spans that can never be stored are a partial success', async () => {
  const { address, sink } = await grpcDoor();
  sink.onConsume = (_batch, call) => call.onRejected?.([{ row: 0, reason: 'bad' }]);
  const text = '1 spans can never be stored, the first because: bad';
  const { code, response } = await grpcClient(address).export(payload());
  expect(code).toBe('OK');
  const head = Buffer.from([0x0a, text.length + 4, 0x08, 1, 0x12, text.length]);
  expect(response).toEqual(Buffer.concat([head, Buffer.from(text)]));
});

test('gzip is inflated', async () => {
  const { address, sink } = await grpcDoor();
  expect((await grpcClient(address, { gzip: true }).export(payload(200, 100))).code).toBe('OK');
  expect(sink.spans).toBe(200);
});

test('a message over the limit is RESOURCE_EXHAUSTED, and the connection serves the next call', async () => {
  const { address, sink } = await grpcDoor({ maxMessageBytes: 10_000 });
  const client = grpcClient(address);
  const answer = await client.export(payload(100, 100));
  expect([answer.code, answer.details]).toEqual(['RESOURCE_EXHAUSTED', expect.stringContaining('larger than max')]);
  expect((await client.export(payload(10, 100))).code).toBe('OK');
  expect(sink.spans).toBe(10);
});

test('a message that inflates over the limit is RESOURCE_EXHAUSTED', async () => {
  const { address, sink } = await grpcDoor({ maxMessageBytes: 100_000 });
  const answer = await grpcClient(address, { gzip: true }).export(Buffer.alloc(50 * 1024 * 1024));
  expect([answer.code, answer.details]).toEqual(['RESOURCE_EXHAUSTED', expect.stringContaining('larger than 100000')]);
  expect(sink.consumed).toEqual([]);
});

test('the limit is 4 MiB by default', async () => {
  const { address } = await grpcDoor();
  const client = grpcClient(address);
  const whole = payload(4_000, 900);
  expect(whole.length).toBeGreaterThan(3.5 * 1024 * 1024);
  expect((await client.export(whole)).code).toBe('OK');
  expect((await client.export(Buffer.alloc(4 * 1024 * 1024 + 1))).code).toBe('RESOURCE_EXHAUSTED');
});

test('a batch owns its bytes: small messages do not pin the buffer that node cuts them from', async () => {
  const { address, sink } = await grpcDoor();
  const client = grpcClient(address);
  for (const message of [payload(1), payload(10, 100), payload(10, 300), payload(500, 300)]) {
    await client.export(message);
    const kept = sink.consumed.at(-1)!.batch.bytes;
    expect(kept.length).toBe(message.length);
    expect(kept.buffer.byteLength).toBeLessThanOrEqual(1.25 * kept.length + 64);
  }
});

test('an unknown method is UNIMPLEMENTED', async () => {
  const { address } = await grpcDoor();
  const path = EXPORT.replace('trace', 'metrics');
  expect((await grpcClient(address).export(payload(), { path })).code).toBe('UNIMPLEMENTED');
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
    const { address, sink } = await grpcDoor({}, { tenants: ['acme'] });
    const answer = await grpcClient(address).export(payload(), { metadata });
    expect([answer.code, answer.details]).toEqual([code, details]);
    expect(sink.consumed.map(({ call }) => call.tenant)).toEqual(code === 'OK' ? ['acme'] : []);
  });
}

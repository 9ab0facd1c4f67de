// Statuses and bodies that are not in the golden corpus.
import { TracingError } from '@spoor/core';
import { expect, test } from 'vitest';
import { httpDoor } from '../support/doors.ts';
import { httpClient } from '../support/http-client.ts';
import { payload } from '../support/otlp-payload.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

const failures = [
  {
    title: 'a full queue',
    error: new TracingError('OVER_CAPACITY', 'queue is full', { retryAfterMs: 2_500 }),
    status: 503,
    retryAfter: '3',
    body: '{"code":8, "message":"queue is full", "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo", "retryDelay":"2.5s"}]}',
  },
  {
    title: 'a store that is away',
    error: new TracingError('STORAGE_UNAVAILABLE', 'no node answers'),
    status: 503,
    retryAfter: '1',
    body: '{"code":14, "message":"no node answers", "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo", "retryDelay":"1s"}]}',
  },
  {
    title: 'a store that is slow',
    error: new TracingError('DEADLINE_EXCEEDED', 'too slow'),
    status: 504,
    retryAfter: '1',
    body: '{"code":4, "message":"too slow", "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo", "retryDelay":"1s"}]}',
  },
  {
    title: 'a batch that never fits',
    error: new TracingError('PAYLOAD_TOO_LARGE', 'never "fits"'),
    status: 413,
    retryAfter: undefined,
    body: '{"code":8, "message":"never \\"fits\\""}',
  },
  {
    title: 'a defect of ours',
    error: new Error('x is undefined'),
    status: 500,
    retryAfter: undefined,
    body: '{"code":13, "message":"x is undefined"}',
  },
] as const;

for (const { title, error, status, retryAfter, body } of failures) {
  test(`${title} is answered with ${status}, and the connection serves the next request`, async () => {
    const { address, sink, budget } = await httpDoor();
    sink.onConsume = () => {
      throw error;
    };
    const client = httpClient(address);
    const answer = await client.post('{"resourceSpans":[]}', { headers: JSON_HEADERS });
    expect([answer.status, answer.headers['retry-after'], answer.text]).toEqual([status, retryAfter, body]);
    sink.onConsume = () => undefined;
    expect(await client.post(payload())).toMatchObject({ status: 200, reused: true });
    expect(budget.used).toBe(0);
  });
}

test('the protobuf form of an error holds code, message and RetryInfo', async () => {
  const { address, sink } = await httpDoor();
  sink.onConsume = () => {
    throw new TracingError('OVER_CAPACITY', 'full', { retryAfterMs: 1_500 });
  };
  const { body, headers } = await httpClient(address).post(payload());
  const type = Buffer.from('type.googleapis.com/google.rpc.RetryInfo').toString('hex');
  // Status{1: 8, 2: "full", 3: Any{1: type, 2: RetryInfo{1: Duration{1: 1, 2: 500000000}}}}
  expect(body.toString('hex')).toBe(`0808120466756c6c1a360a28${type}120a0a0808011080cab5ee01`);
  expect(headers['content-type']).toBe('application/x-protobuf');
});

test('defects are logged with their place, at most one line in ten seconds', async () => {
  const { address, sink, deps } = await httpDoor();
  sink.onConsume = () => {
    throw new Error('x is undefined');
  };
  const client = httpClient(address);
  const lines = (): unknown[] => deps.logged.filter(({ level }) => level === 'error').map(({ fields }) => fields);
  await client.post(payload());
  await client.post(payload());
  expect(lines()).toMatchObject([{ door: 'otlp-http', message: 'x is undefined', unlogged: 0 }]);
  deps.clock.advance(10_000);
  await client.post(payload());
  expect(lines()).toMatchObject([{}, { unlogged: 1 }]);
});

test('spans that can never be stored are a partial success, in both forms', async () => {
  const { address, sink } = await httpDoor();
  sink.onConsume = (_batch, call) => {
    call.onRejected?.([
      { row: 0, reason: 'id "1" is taken' },
      { row: 2, reason: 'other' },
    ]);
    call.onRejected?.([{ row: 3, reason: 'third' }]);
  };
  const client = httpClient(address);
  const text = '3 spans can never be stored, the first because: id "1" is taken';
  const json = await client.post('{"resourceSpans":[]}', { headers: JSON_HEADERS });
  expect([json.status, JSON.parse(json.text)]).toEqual([
    200,
    { partialSuccess: { rejectedSpans: '3', errorMessage: text } },
  ]);
  const proto = await client.post(payload());
  const head = Buffer.from([0x0a, text.length + 4, 0x08, 3, 0x12, text.length]);
  expect(proto.body).toEqual(Buffer.concat([head, Buffer.from(text)]));
});

const requests = [
  { title: 'a query string', options: { path: '/v1/traces?x=1' }, status: 200 },
  { title: 'a trailing slash', options: { path: '/v1/traces/' }, status: 404 },
  { title: 'logs', options: { path: '/v1/logs' }, status: 404 },
  { title: 'PUT', options: { method: 'PUT' }, status: 405 },
  { title: 'OPTIONS without CORS', options: { method: 'OPTIONS' }, status: 405 },
  { title: 'text', options: { headers: { 'content-type': 'text/plain' } }, status: 415 },
  { title: 'a prefix of the type', options: { headers: { 'content-type': 'application/x-proto' } }, status: 415 },
  {
    title: 'protobuf with parameters',
    options: { headers: { 'content-type': 'application/x-protobuf;v=1' } },
    status: 200,
  },
  ...[
    { type: 'Application/X-Protobuf', status: 200 },
    { type: ' application/x-protobuf ; a="b;c" ;; ', status: 415 },
    { type: 'application/x-protobuf ; a = "b;\\"c" ;', status: 200 },
    { type: 'application/x-protobuf;', status: 200 },
    { type: 'application/x-protobuf; charset', status: 415 },
    { type: 'application/x-protobuf; charset=', status: 415 },
    { type: 'application/x-protobuf; charset=""', status: 200 },
    { type: 'application/x-protobuf; a=1; A=1', status: 200 },
    { type: 'application/x-protobuf; a=1; A=2', status: 415 },
    { type: 'application/x-protobuf charset=utf-8', status: 415 },
    { type: 'application/x-protobuf, text/plain', status: 415 },
  ].map(({ type, status }) => ({ title: `type ${type}`, options: { headers: { 'content-type': type } }, status })),
  { title: 'protobuf that is JSON', options: { headers: { 'content-type': 'application/json' } }, status: 400 },
] as const;
for (const { title, options, status } of requests) {
  test(`${title}: ${status}, and the connection serves the next request`, async () => {
    const { address } = await httpDoor();
    const client = httpClient(address);
    expect((await client.post(payload(20), options)).status).toBe(status);
    expect(await client.post(payload())).toMatchObject({ status: 200, reused: true });
  });
}

const tenants = [
  { title: 'no tenant', headers: {}, status: 401, text: '{"code":16, "message":"missing tenant header"}' },
  {
    title: 'an unknown tenant',
    headers: { 'x-tenant': 'evil' },
    status: 401,
    text: '{"code":7, "message":"unknown tenant"}',
  },
  { title: 'a known tenant', headers: { 'x-tenant': 'acme' }, status: 200, text: '{"partialSuccess":{}}' },
] as const;
for (const { title, headers, status, text } of tenants) {
  test(`with tenancy on, ${title} gets ${status}`, async () => {
    const { address, sink } = await httpDoor({}, { tenants: ['acme', 'globex'] });
    const answer = await httpClient(address).post('{}', { headers: { ...JSON_HEADERS, ...headers } });
    expect([answer.status, answer.text]).toEqual([status, text]);
    expect(sink.consumed.map(({ call }) => call.tenant)).toEqual(status === 200 ? ['acme'] : []);
  });
}

test('two tenant headers are refused', async () => {
  const { address } = await httpDoor({}, { tenants: [] });
  const { request, answer } = httpClient(address).open();
  request.setHeader('X-Tenant', ['a', 'b']);
  request.end(payload());
  expect([(await answer).status, (await answer).text]).toEqual([401, expect.stringContaining('extra tenant header')]);
});

// Statuses, paths, methods and headers that are not in the golden corpus.
import { TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { zipkinDoor } from '../support/doors.ts';
import { httpClient } from '../support/http-client.ts';

const V2 = '[{"traceId":"1","id":"1","timestamp":1}]';
const V1 = '[{"traceId":"0000000000000001","id":"0000000000000001","timestamp":1}]';
const JSON_HEADERS = { 'content-type': 'application/json' };
const SPANS = { path: '/api/v2/spans', headers: JSON_HEADERS };

const failures = [
  {
    title: 'a full queue',
    error: new TracingError('OVER_CAPACITY', 'queue is full', { retryAfterMs: 2_500 }),
    status: 503,
    retryAfter: '3',
  },
  {
    title: 'a store that is away',
    error: new TracingError('STORAGE_UNAVAILABLE', 'no node answers'),
    status: 503,
    retryAfter: '1',
  },
  {
    title: 'a batch that never fits',
    error: new TracingError('PAYLOAD_TOO_LARGE', 'never fits'),
    status: 413,
    retryAfter: undefined,
  },
  { title: 'a defect of ours', error: new Error('x is undefined'), status: 500, retryAfter: undefined },
] as const;

for (const { title, error, status, retryAfter } of failures) {
  test(`${title} is answered with ${status}, and the connection serves the next request`, async () => {
    const { address, sink, budget } = await zipkinDoor();
    sink.onConsume = () => {
      throw error;
    };
    const client = httpClient(address);
    const answer = await client.post(V2, SPANS);
    expect([answer.status, answer.headers['retry-after'], answer.text]).toEqual([
      status,
      retryAfter,
      `${error.message}\n`,
    ]);
    sink.onConsume = () => undefined;
    expect(await client.post(V2, SPANS)).toMatchObject({ status: 202, reused: true, text: '' });
    expect(budget.used).toBe(0);
  });
}

describe('the form is told by path and content type', () => {
  test.each([
    { path: '/api/v2/spans', type: 'application/json', body: V2 },
    { path: '/api/v2/spans?x=1', type: 'text/plain', body: V2 },
    { path: '/', type: 'application/json; charset=utf-8', body: V2 },
    { path: '/api/v1/spans', type: 'application/json', body: V1 },
    { path: '/zipkin/api/v1/spans/', type: '', body: V1 },
    {
      path: '/api/v2/spans',
      type: 'application/x-protobuf',
      body: Buffer.from('0a14 0a08 0000000000000001 1a08 0000000000000001'.replaceAll(' ', ''), 'hex'),
    },
    {
      path: '/api/v2/spans',
      type: 'Application/X-Protobuf; v=1',
      body: Buffer.from('0a140a0800000000000000011a080000000000000001', 'hex'),
    },
    { path: '/api/v1/spans', type: 'application/x-thrift', body: Buffer.from('0c0000000100', 'hex') },
  ])('$path $type', async ({ path, type, body }) => {
    const { address, sink } = await zipkinDoor();
    expect(await httpClient(address).post(body, { path, headers: { 'content-type': type } })).toMatchObject({
      status: 202,
    });
    expect(sink.spans).toBe(1);
  });
});

test('spans without a start begin when they come', async () => {
  const { address, sink, deps } = await zipkinDoor();
  const body = '[{"traceId":"0000000000000001","id":"0000000000000001"}]';
  await httpClient(address).post(body, { path: '/api/v1/spans', headers: JSON_HEADERS });
  expect(sink.consumed[0]!.batch.columns.startUs[0]).toBe(deps.clock.nowMs() * 1000);
});

test('any method with a body brings spans', async () => {
  const { address, sink } = await zipkinDoor();
  expect(await httpClient(address).post(V2, { ...SPANS, method: 'PUT' })).toMatchObject({ status: 202 });
  expect(sink.spans).toBe(1);
});

describe("Zipkin's own reading", () => {
  const text = 'this port takes Zipkin spans by POST and answers no queries; those go to the query service\n';
  test.each([
    ['/health', 200, '{"status":"UP","zipkin":{"status":"UP"}}'],
    ['/api/v2/spans', 400, text],
    ['/api/v1/spans', 400, text],
    ['/', 400, text],
    ['/api/v2/services', 501, text],
    ['/api/v2/spans?serviceName=a', 400, text],
    ['/api/v2/trace/1', 501, text],
    ['/api/v1/traces', 501, text],
    ['/zipkin/api/v2/dependencies', 501, text],
  ])('GET %s: %i', async (path, status, body) => {
    const { address, sink } = await zipkinDoor();
    const response = await fetch(`http://${address}${path}`);
    expect([response.status, await response.text()]).toEqual([status, body]);
    const head = await fetch(`http://${address}${path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([status, '']);
    expect(sink.consumed).toEqual([]);
  });
});

test('spans that can never be stored are told of', async () => {
  const { address, sink } = await zipkinDoor();
  sink.onConsume = (_batch, call) => call.onRejected?.([{ row: 0, reason: 'too old' }]);
  const answer = await httpClient(address).post(V2, SPANS);
  expect([answer.status, answer.text]).toEqual([202, '1 spans can never be stored, the first because: too old\n']);
});

test('one bad span refuses all, with its place', async () => {
  const { address, sink } = await zipkinDoor();
  const answer = await httpClient(address).post('[{"traceId":"1","id":"1"},{"traceId":"zz","id":"1"}]', SPANS);
  const text = '[1].traceId: expected up to 32 hex digits, found "zz" at byte 37\n';
  expect([answer.status, answer.text]).toEqual([400, text]);
  expect(sink.consumed).toEqual([]);
});

test('an unknown encoding is refused', async () => {
  const { address } = await zipkinDoor();
  const answer = await httpClient(address).post(V2, {
    ...SPANS,
    headers: { ...JSON_HEADERS, 'content-encoding': 'br' },
  });
  expect([answer.status, answer.text]).toEqual([400, 'unsupported Content-Encoding: br\n']);
});

test('a body above 20 MiB is refused before it is read', async () => {
  const { address, budget } = await zipkinDoor();
  const { request, answer } = httpClient(address).open({
    ...SPANS,
    headers: { 'content-length': String(21 * 1024 * 1024) },
  });
  request.flushHeaders();
  expect(await answer).toMatchObject({ status: 413 });
  request.on('error', () => undefined);
  request.destroy();
  expect(budget.used).toBe(0);
});

describe('tenants', () => {
  const send = async (headers: Record<string, string>): Promise<readonly [number, string, string]> => {
    const { address, sink } = await zipkinDoor({}, { tenants: ['acme'] });
    const answer = await httpClient(address).post(V2, { ...SPANS, headers: { ...JSON_HEADERS, ...headers } });
    return [answer.status, answer.text, sink.consumed[0]?.call.tenant ?? ''];
  };

  test('come with the header', async () => {
    expect(await send({ 'x-tenant': 'acme' })).toEqual([202, '', 'acme']);
  });

  test('are refused with 401 when missing or unknown', async () => {
    expect(await send({})).toEqual([401, 'missing tenant header\n', '']);
    expect(await send({ 'x-tenant': 'other' })).toEqual([401, 'unknown tenant\n', '']);
  });
});

describe('CORS', () => {
  const preflight = {
    Origin: 'https://shop.example.com',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'content-type',
  };

  test('origins that are allowed may send spans', async () => {
    const { address, sink } = await zipkinDoor({
      corsAllowedOrigins: ['https://*.example.com'],
      corsAllowedHeaders: ['content-type'],
    });
    const asked = await fetch(`http://${address}/api/v2/spans`, { method: 'OPTIONS', headers: preflight });
    expect([
      asked.status,
      asked.headers.get('access-control-allow-origin'),
      asked.headers.get('access-control-allow-headers'),
    ]).toEqual([204, preflight.Origin, 'content-type']);
    const sent = await fetch(`http://${address}/api/v2/spans`, {
      method: 'POST',
      headers: { ...JSON_HEADERS, Origin: preflight.Origin },
      body: V2,
    });
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([202, preflight.Origin]);
    expect(sink.spans).toBe(1);
  });

  test('without origins nobody asks', async () => {
    const { address } = await zipkinDoor();
    const asked = await fetch(`http://${address}/api/v2/spans`, { method: 'OPTIONS', headers: preflight });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([400, null]);
  });
});

test('connections stay open, unless keep-alive is off', async () => {
  const connection = async (keepAlive: boolean): Promise<unknown> => {
    const { address } = await zipkinDoor({ keepAlive });
    const client = httpClient(address);
    await client.post(V2, SPANS);
    const { headers, reused } = await client.post(V2, SPANS);
    return [headers.connection, reused];
  };
  expect([await connection(true), await connection(false)]).toEqual([
    ['keep-alive', true],
    ['close', false],
  ]);
});

test('bodies at once, in pieces and whole, do not mix', async () => {
  const { address, sink } = await zipkinDoor();
  const body = (n: number): string =>
    `[{"traceId":"1","id":"1","name":"${n}-${'x'.repeat(n % 2 === 0 ? 10 : 200_000)}","timestamp":1}]`;
  const client = httpClient(address, 8);
  for (let round = 0; round < 5; round++) {
    const sent = Array.from({ length: 16 }, (_, n) => body(n));
    const answers = await Promise.all(sent.map((text) => client.post(text, SPANS)));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    const names = sink.consumed.slice(-16).map(({ batch }) => batch.span(0).operation);
    expect(new Set(names)).toEqual(new Set(sent.map((text) => JSON.parse(text)[0].name)));
  }
});

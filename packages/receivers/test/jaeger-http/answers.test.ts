// What the thrift door answers, beside what is recorded of Jaeger.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { jaegerHttpConfig } from '../../src/index.ts';
import { jaegerDoor } from '../support/doors.ts';
import { httpClient } from '../support/http-client.ts';
import { thriftBody } from '../support/thrift-payload.ts';

const THRIFT = 'application/x-thrift';
const PATH = '/api/traces?format=jaeger.thrift';
const MIB = 1024 * 1024;

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function post(
  address: string,
  body: Uint8Array | string,
  { path = PATH, method = 'POST', type = THRIFT, headers }: Sent = {},
) {
  return httpClient(address).post(body, { path, method, headers: { 'content-type': type, ...headers } });
}

test('spans are taken with an empty 202, and carry the format of the door', async () => {
  const door = await jaegerDoor();
  expect(await post(door.address, thriftBody({ spans: 3 }))).toMatchObject({ status: 202, text: '' });
  const { batch } = door.sink.consumed[0]!;
  expect(batch.length).toBe(3);
  const format = { key: '@jaeger@format', value: { type: 'string', value: 'jaeger' } };
  expect(batch.span(0).toSpan().attributes).toContainEqual(format);
});

describe('content type', () => {
  test.each([
    'application/x-thrift',
    'application/vnd.apache.thrift.binary',
    'Application/X-Thrift',
    'application/x-thrift; charset=utf-8',
    ' APPLICATION/vnd.apache.thrift.binary ;protocol=TBinary',
  ])('%s is taken', async (type) => {
    const { address } = await jaegerDoor();
    expect((await post(address, thriftBody(), { type })).status).toBe(202);
  });

  test.each([
    ['', 'Cannot parse content type: mime: no media type'],
    ['; a=b', 'Cannot parse content type: mime: no media type'],
    ['application/', 'Cannot parse content type: mime: expected token after slash'],
    ['application x-thrift', 'Cannot parse content type: mime: expected slash after first token'],
    ['application/x-thrift x', 'Cannot parse content type: mime: unexpected content after media subtype'],
    ['application/x-thrift; charset', 'Cannot parse content type: mime: invalid media parameter'],
    ['thrift', 'Unsupported content type: thrift'],
    ['Application/JSON; charset=utf-8', 'Unsupported content type: application/json'],
  ])('"%s" is refused: %s', async (type, text) => {
    const door = await jaegerDoor();
    expect(await post(door.address, thriftBody(), { type })).toMatchObject({ status: 400, text: `${text}\n` });
    expect(door.sink.consumed).toEqual([]);
  });
});

describe('body', () => {
  test.each([
    ['gzip', gzipSync(thriftBody())],
    ['zstd', zstdCompressSync(thriftBody())],
  ])('%s is inflated', async (encoding, body) => {
    const door = await jaegerDoor();
    const answer = await post(door.address, body, { headers: { 'content-encoding': encoding } });
    expect([answer.status, door.sink.spans]).toEqual([202, 1]);
  });

  test('an encoding nobody knows is refused', async () => {
    const { address } = await jaegerDoor();
    const text = 'Unable to process request body: unsupported Content-Encoding: br\n';
    const answer = await post(address, thriftBody(), { headers: { 'content-encoding': 'br' } });
    expect(answer).toMatchObject({ status: 400, text });
  });

  test('one cut off is refused with the offset', async () => {
    const { address } = await jaegerDoor();
    const answer = await post(address, thriftBody().subarray(0, 60));
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/^Unable to process request body: .* at byte \d+\n$/);
  });

  test('more than 20 MiB is refused, before and after inflating', async () => {
    const door = await jaegerDoor();
    const large = new Uint8Array(21 * MIB);
    const bodies: readonly (readonly [Uint8Array, Readonly<Record<string, string>>])[] = [
      [large, {}],
      [gzipSync(large), { 'content-encoding': 'gzip' }],
    ];
    for (const [body, headers] of bodies) {
      const answer = await post(door.address, body, { headers });
      expect(answer.status).toBe(413);
      expect(answer.text).toContain('the limit is 20971520 bytes');
    }
    expect(door.budget.used).toBe(0);
  });
});

describe('when the sink refuses', () => {
  test.each([
    { code: 'OVER_CAPACITY', status: 503, after: '2' },
    { code: 'STORAGE_UNAVAILABLE', status: 503, after: '2' },
    { code: 'INTERNAL', status: 500, after: undefined },
  ] as const)('$code is $status', async ({ code, status, after }) => {
    const door = await jaegerDoor();
    door.sink.onConsume = () => {
      throw new TracingError(code, 'no room', after === undefined ? {} : { retryAfterMs: 1_500 });
    };
    const answer = await post(door.address, thriftBody());
    expect(answer).toMatchObject({ status, text: 'Cannot submit Jaeger batch: no room\n' });
    expect(answer.headers['retry-after']).toBe(after);
  });

  test('a full budget is 503 with advice', async () => {
    const body = thriftBody({ padding: 1_000 });
    const door = await jaegerDoor({}, { budgetBytes: body.length });
    door.sink.held = true;
    const first = post(door.address, body);
    await door.sink.arrived(1);
    const refused = await post(door.address, body);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    door.sink.release();
    expect((await first).status).toBe(202);
    expect(door.budget.used).toBe(0);
  });
});

describe('tenants', () => {
  test('the header names the tenant', async () => {
    const door = await jaegerDoor({}, { tenants: ['acme'] });
    const answer = await post(door.address, thriftBody(), { headers: { 'x-tenant': 'acme' } });
    expect([answer.status, door.sink.consumed[0]!.call.tenant]).toEqual([202, 'acme']);
  });

  test.each([
    ['missing tenant header', {}],
    ['unknown tenant', { 'x-tenant': 'other' }],
  ])('%s is refused', async (text, headers) => {
    const door = await jaegerDoor({}, { tenants: ['acme'] });
    expect(await post(door.address, thriftBody(), { headers })).toMatchObject({ status: 401, text: `${text}\n` });
    expect(door.sink.consumed).toEqual([]);
  });
});

describe('other requests', () => {
  test.each(['/api/sampling?service=a', '/api/baggageRestrictions?service=a'])(
    'GET %s is for sampling',
    async (path) => {
      const asked: unknown[] = [];
      const { address } = await jaegerDoor({}, {}, (request, response) => {
        asked.push(request.url);
        response.end('{}');
      });
      expect(await post(address, '', { path, method: 'GET' })).toMatchObject({ status: 200, text: '{}' });
      expect(asked).toEqual([path]);
    },
  );

  test.each([
    ['GET', '/api/traces'],
    ['PUT', '/api/traces'],
    ['POST', '/api/sampling'],
    ['POST', '/api/baggageRestrictions'],
  ])('%s %s is 405 without a body', async (method, path) => {
    const { address } = await jaegerDoor();
    expect(await post(address, '', { path, method })).toMatchObject({ status: 405, text: '' });
  });

  test.each(['/', '/api/traces/', '/api/v2/spans', '/api/sampling/x'])('%s is 404', async (path) => {
    const { address } = await jaegerDoor();
    expect(await post(address, thriftBody(), { path })).toMatchObject({ status: 404, text: '404 page not found\n' });
  });
});

test('flags and defaults are those of the collector', () => {
  const settings = Object.values(jaegerHttpConfig.fields).map((field) => [field.flag, field.default]);
  expect(Object.fromEntries(settings.filter(([flag]) => !String(flag).includes('.tls.')))).toEqual({
    'collector.http-server.host-port': ':14268',
    'collector.http-server.idle-timeout': 0,
    'collector.http-server.read-header-timeout': 2_000,
    'collector.http-server.read-timeout': 0,
  });
  expect(jaegerHttpConfig.fields.hostPort.aliases).toEqual(['collector.http-port']);
  expect(jaegerHttpConfig.fields.tlsCert.flag).toBe('collector.http.tls.cert');
});

test('a taken port and a bad certificate are errors that name their flags', async () => {
  const { address } = await jaegerDoor();
  await expect(jaegerDoor({ hostPort: address })).rejects.toThrow('(--collector.http-server.host-port)');
  const tls = { tlsEnabled: true, tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' };
  await expect(jaegerDoor(tls)).rejects.toThrow('--collector.http.tls.cert: cannot read /nowhere/cert.pem');
});

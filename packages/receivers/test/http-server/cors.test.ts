import { expect, test } from 'vitest';
import { httpDoor } from '../support/doors.ts';
import { httpClient } from '../support/http-client.ts';
import { payload } from '../support/otlp-payload.ts';

const ORIGINS = ['https://app.example.com', 'https://*.example.org', 'HTTP://Localhost:*'];

function allowed(headers: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));
}

const preflights = [
  { title: 'a listed origin', origin: 'https://app.example.com', asked: 'content-type', granted: true },
  { title: 'an origin that fits a wildcard', origin: 'https://a.b.example.org', asked: '', granted: true },
  { title: 'an origin in another case', origin: 'http://LOCALHOST:3000', asked: 'Content-Type', granted: true },
  { title: 'an origin that only begins alike', origin: 'https://app.example.com.evil', asked: '', granted: false },
  { title: 'a wildcard that matches nothing', origin: 'https://.example.or', asked: '', granted: false },
  { title: 'no origin', origin: undefined, asked: '', granted: false },
  { title: 'a header of its own', origin: 'https://app.example.com', asked: 'x-key, content-type', granted: true },
  { title: 'a header nobody listed', origin: 'https://app.example.com', asked: 'x-other', granted: false },
] as const;

for (const { title, origin, asked, granted } of preflights) {
  test(`a preflight of ${title} is ${granted ? 'granted' : 'answered without a grant'}`, async () => {
    const corsAllowedHeaders = ['X-Key', 'Content-Type'];
    const { address, sink } = await httpDoor({ corsAllowedOrigins: ORIGINS, corsAllowedHeaders });
    const answer = await httpClient(address).post('', {
      method: 'OPTIONS',
      headers: {
        'access-control-request-method': 'POST',
        ...(asked === '' ? {} : { 'access-control-request-headers': asked }),
        ...(origin === undefined ? {} : { origin }),
      },
    });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.vary).toBe('Origin, Access-Control-Request-Method, Access-Control-Request-Headers');
    expect(allowed(answer.headers)).toEqual(
      granted
        ? {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'POST',
            'access-control-allow-credentials': 'true',
            ...(asked === '' ? {} : { 'access-control-allow-headers': asked }),
          }
        : {},
    );
    expect(sink.consumed).toEqual([]);
  });
}

const methods = [
  { method: 'get', granted: true },
  { method: 'HEAD', granted: true },
  { method: 'DELETE', granted: false },
] as const;
for (const { method, granted } of methods) {
  test(`a preflight for ${method} is ${granted ? 'granted' : 'not granted'}`, async () => {
    const { address } = await httpDoor({ corsAllowedOrigins: ['*'] });
    const headers = { origin: 'https://x', 'access-control-request-method': method };
    const answer = await httpClient(address).post('', { method: 'OPTIONS', headers });
    expect(answer.headers['access-control-allow-methods']).toBe(granted ? method.toUpperCase() : undefined);
  });
}

test('with * every origin is allowed, and without a list the usual headers', async () => {
  const { address } = await httpDoor({ corsAllowedOrigins: ['*'] });
  const ask = (names: string) =>
    httpClient(address).post('', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://x',
        'access-control-request-method': 'POST',
        'access-control-request-headers': names,
      },
    });
  const granted = await ask('content-type, accept, x-requested-with, origin');
  expect(granted.headers['access-control-allow-origin']).toBe('*');
  expect(allowed((await ask('authorization')).headers)).toEqual({});
});

test('with * among the headers any is allowed', async () => {
  const { address } = await httpDoor({ corsAllowedOrigins: ['*'], corsAllowedHeaders: ['*'] });
  const headers = {
    origin: 'https://x',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-anything',
  };
  const answer = await httpClient(address).post('', { method: 'OPTIONS', headers });
  expect(answer.headers['access-control-allow-headers']).toBe('x-anything');
});

test('a request of an allowed origin is served with the grant, of another without it', async () => {
  const { address, sink } = await httpDoor({ corsAllowedOrigins: ORIGINS });
  const client = httpClient(address);
  const granted = await client.post(payload(), { headers: { origin: 'https://app.example.com' } });
  expect([granted.status, granted.headers.vary, allowed(granted.headers)]).toEqual([
    200,
    'Origin',
    { 'access-control-allow-origin': 'https://app.example.com', 'access-control-allow-credentials': 'true' },
  ]);
  const other = await client.post(payload(), { headers: { origin: 'https://evil' } });
  expect([other.status, allowed(other.headers)]).toEqual([200, {}]);
  expect(sink.spans).toBe(2);
});

test('without allowed origins no request gets a CORS header', async () => {
  const { address } = await httpDoor();
  const answer = await httpClient(address).post(payload(), { headers: { origin: 'https://x' } });
  expect([answer.headers.vary, allowed(answer.headers)]).toEqual([undefined, {}]);
});

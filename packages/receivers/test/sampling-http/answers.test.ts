// What the sampling endpoints answer, beside what is recorded of Jaeger.
import { get as httpsGet } from 'node:https';
import { type SamplingAnswer, type SamplingProvider, TracingError } from '@spoor/core';
import { samplingAnswer } from '@spoor/wire';
import { describe, expect, test } from 'vitest';
import { httpClient, rawConnection } from '../support/http-client.ts';
import { collectorDoor, ECHO, samplingHttpDoor } from '../support/sampling-door.ts';
import { selfSigned } from '../support/self-signed.ts';

async function get(address: string, path: string) {
  const { request, answer } = httpClient(address).open({ method: 'GET', path });
  request.end();
  return answer;
}

/** The service that was understood; null when it was refused. */
async function serviceIn(address: string, target: string): Promise<string | null> {
  const { status, text } = await get(address, target);
  return status === 200 ? JSON.parse(text).operationSampling.perOperationStrategies[0].operation : null;
}

describe('the service is read out of the query as Go does:', () => {
  test.each([
    ['/sampling?service=shop', 'shop'],
    ['/sampling?service=', ''],
    ['/sampling?service', ''],
    ['/sampling?service=a=b', 'a=b'],
    ['/sampling?service=a/b?c:d', 'a/b?c:d'],
    ['/sampling?service=a+b%20c%2Bd', 'a b c+d'],
    ['/sampling?service=%E2%82%AC', '€'],
    ['/sampling?service=%e2%82%ac', '€'],
    ['/sampling?service=%ff', '\ufffd'],
    ['/sampling?s%65rvice=a', 'a'],
    ['/sampling?x=1&service=a&y', 'a'],
    ['/sampling?&&service=a&', 'a'],
    ['/sampling?service=%zz&service=a', 'a'],
    ['/sampling?service=%zz', null],
    ['/sampling?service=%4', null],
    ['/sampling?service=%', null],
    ['/sampling?service=a;b', null],
    ['/sampling?service=a&x=1;y=2', 'a'],
    ['/sampling?%zz=1&service=a', 'a'],
    ['/sampling?service=a&service=b', null],
    ['/sampling?service=a&service=a', null],
    ['/sampling?service=&service', null],
    ['/sampling?services=a', null],
    ['/sampling?', null],
    ['/sampling', null],
  ])('%s', async (target, service) => {
    const { address } = await samplingHttpDoor(ECHO);
    expect(await serviceIn(address, target)).toBe(service);
  });
});

test('a body that is not ASCII has its length in bytes', async () => {
  const { address } = await samplingHttpDoor(ECHO);
  const { headers, body, text } = await get(address, '/sampling?service=%C3%BC');
  expect(headers['content-length']).toBe(String(body.length));
  expect(text).toContain('"operation":"ü"');
});

test('many requests share a connection, also after one that was refused with its body unread', async () => {
  const { address } = await samplingHttpDoor(ECHO);
  const client = httpClient(address);
  const first = client.open({ method: 'GET', path: '/sampling?service=a' });
  first.request.end();
  expect((await first.answer).status).toBe(200);
  const refused = await client.post('a body', { method: 'POST', path: '/sampling?service=a' });
  expect(refused).toMatchObject({ status: 405, reused: true });
  const last = client.open({ method: 'GET', path: '/?service=a' });
  last.request.end();
  expect(await last.answer).toMatchObject({ status: 200, reused: true });
});

const FAILED = 'rpc error: code = Unavailable desc = no collector';

describe('a provider that fails', () => {
  test.each<[string, SamplingProvider['strategy']]>([
    [
      'at once',
      () => {
        throw new TracingError('STORAGE_UNAVAILABLE', FAILED);
      },
    ],
    ['later', () => Promise.reject(new TracingError('STORAGE_UNAVAILABLE', FAILED))],
  ])('%s is a collector error, and counted', async (_when, strategy) => {
    const { address, deps } = await samplingHttpDoor({ strategy });
    const { status, text, headers } = await get(address, '/sampling?service=a');
    expect({ status, text }).toEqual({ status: 500, text: `collector error: ${FAILED}\n` });
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(deps.metric('jaeger_agent_http_server_errors_total', { source: 'collector-proxy', status: '5xx' })).toBe(1);
    expect(deps.metric('jaeger_agent_http_server_requests_total', { type: 'sampling' })).toBe(0);
  });
});

test('a provider may take its time', async () => {
  const { address } = await samplingHttpDoor({
    strategy: async (service) => {
      await new Promise((resolve) => setImmediate(resolve));
      return ECHO.strategy(service);
    },
  });
  expect(await serviceIn(address, '/sampling?service=late')).toBe('late');
});

test('a client that left while the provider took its time is counted as a failed write', async () => {
  let give: (answer: SamplingAnswer) => void = () => undefined;
  let asked: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { address, deps } = await samplingHttpDoor({
    strategy: () => {
      asked();
      return new Promise((resolve) => {
        give = resolve;
      });
    },
  });
  const left = rawConnection(address);
  left.socket.write('GET /sampling?service=a HTTP/1.1\r\nHost: a\r\n\r\n');
  await waiting;
  left.socket.destroy();
  await left.closed;
  // The server hears of it before it takes a connection that was opened later.
  expect((await get(address, '/nosuch')).status).toBe(404);
  give(await ECHO.strategy('a'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(deps.metric('jaeger_agent_http_server_errors_total', { source: 'write', status: '5xx' })).toBe(1);
  expect(deps.metric('jaeger_agent_http_server_requests_total', { type: 'sampling' })).toBe(0);
});

test('what the old form cannot hold is an error there, and only there', async () => {
  const answer = samplingAnswer({
    type: 'RATE_LIMITING',
    samplingRate: null,
    maxTracesPerSecond: 32_768,
    operations: null,
  });
  const { address, deps } = await samplingHttpDoor({ strategy: () => answer });
  expect(await get(address, '/?service=a')).toMatchObject({ status: 500, text: 'cannot marshall to JSON\n' });
  expect(await get(address, '/sampling?service=a')).toMatchObject({ status: 200 });
  expect(deps.metric('jaeger_agent_http_server_errors_total', { source: 'thrift', status: '5xx' })).toBe(1);
});

describe('counted', () => {
  test('answers by their form, refusals, and baggage as an error of its source', async () => {
    const { address, deps } = await samplingHttpDoor(ECHO);
    const paths = ['/sampling?service=a', '/?service=a', '/?service=b', '/sampling', '/baggageRestrictions?service=a'];
    for (const path of paths) await get(address, path);
    const requests = (type: string) => deps.metric('jaeger_agent_http_server_requests_total', { type });
    expect([requests('sampling'), requests('sampling-legacy'), requests('baggage')]).toEqual([1, 2, 0]);
    const errors = (status: string, source: string) =>
      deps.metric('jaeger_agent_http_server_errors_total', { source, status });
    expect(errors('4xx', 'all')).toBe(1);
    expect(errors('5xx', 'collector-proxy')).toBe(1);
    expect([errors('5xx', 'thrift'), errors('5xx', 'proto'), errors('5xx', 'write')]).toEqual([0, 0, 0]);
  });

  test('under the collector’s own name at the collector, which knows no baggage', async () => {
    const { address, sampling } = await collectorDoor(ECHO);
    await get(address, '/api/sampling?service=a');
    await get(address, '/api/sampling');
    const requests = (type: string) => sampling.metric('jaeger_collector_http_server_requests_total', { type });
    expect([requests('sampling'), requests('sampling-legacy')]).toEqual([1, 0]);
    expect(() => requests('baggage')).toThrow('no metric');
    expect(sampling.metric('jaeger_collector_http_server_errors_total', { source: 'all', status: '4xx' })).toBe(1);
  });
});

test('over TLS with the flags of http-server.tls', async () => {
  const { cert, certPath, keyPath } = selfSigned();
  const { address } = await samplingHttpDoor(ECHO, { tlsEnabled: true, tlsCert: certPath, tlsKey: keyPath });
  const status = await new Promise((resolve, reject) => {
    const request = httpsGet(`https://${address}/sampling?service=a`, { ca: cert, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
  });
  expect(status).toBe(200);
});

// What every request goes through before and around its route.

import { once } from 'node:events';
import { connect } from 'node:net';
import { spanBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { queryServer, storeWith } from '../support/query-server.ts';

const SERVICES = '/api/services';

describe('the base path', () => {
  test('carries the whole API and page; outside is nothing', async () => {
    const { ask } = await queryServer({ basePath: '/jaeger' });
    expect((await ask(`/jaeger${SERVICES}`)).headers['content-type']).toBe('application/json');
    expect((await ask('/jaeger')).body).toContain('<base href="/jaeger/"');
    expect((await ask('/jaeger/search')).status).toBe(200);
    expect(await ask(SERVICES)).toMatchObject({ status: 404, body: '404 page not found\n' });
    expect((await ask('/jaegerish')).status).toBe(404);
  });

  test('may hold characters that mean something to express', async () => {
    const { ask } = await queryServer({ basePath: '/a.b(c)*' });
    expect((await ask(`/a.b(c)*${SERVICES}`)).status).toBe(200);
    expect((await ask(`/aXb(c)*${SERVICES}`)).status).toBe(404);
  });
});

describe('a path', () => {
  const redirects = [
    ['//api/services', '/api/services'],
    ['/api/./services?x=//', '/api/services?x=//'],
    ['/a/../../etc/passwd', '/etc/passwd'],
    ['//evil.example/x', '/evil.example/x'],
    ['/api/services//billing%2Feu/operations', '/api/services/billing%2Feu/operations'],
  ] as const;
  for (const [target, location] of redirects) {
    test(`${target} is sent to ${location}`, async () => {
      const { ask } = await queryServer();
      const answer = await ask(target);
      expect([answer.status, answer.headers.location, answer.body]).toEqual([301, location, '']);
    });
  }

  test('with a broken escape is a bad request', async () => {
    const { ask } = await queryServer();
    expect(await ask('/api/traces/%zz')).toMatchObject({ status: 400, body: '400 Bad Request' });
  });

  test('keeps an escaped slash inside its segment', async () => {
    const { ask } = await queryServer({}, await storeWith([spanBuilder({ service: 'a/b c+d', operation: 'o' })]));
    for (const name of ['a%2Fb+c%2Bd', 'a%2fb%20c%2Bd']) {
      expect(JSON.parse((await ask(`/api/services/${name}/operations`)).body).data).toEqual(['o']);
    }
    expect(JSON.parse((await ask('/api/services/a%252Fb+c%2Bd/operations')).body).data).toBeNull();
  });

  test('is case-sensitive, and a trailing slash makes another path', async () => {
    const { ask } = await queryServer();
    expect((await ask('/API/services')).headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await ask('/api/services/')).headers['content-type']).toBe('text/html; charset=utf-8');
  });
});

describe('a method', () => {
  for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
    test(`${method} on a GET route is 405 without body or type`, async () => {
      const { ask } = await queryServer();
      const answer = await ask(SERVICES, { method });
      expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([405, undefined, '']);
    });
  }
});

describe('headers', () => {
  test('that were configured are on every answer, with an empty traceresponse', async () => {
    const { ask } = await queryServer({ additionalHeaders: ['X-One: 1', 'Access-Control-Allow-Origin: https://a:8'] });
    for (const target of [SERVICES, '/', '/nope', '//x', '/static/nope', '/api/traces/x']) {
      const { headers } = await ask(target);
      expect(headers).toMatchObject({
        'x-one': '1',
        'access-control-allow-origin': 'https://a:8',
        traceresponse: '',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  test('over 128 KiB are refused and the server lives on', async () => {
    const { ask, port } = await queryServer();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}); // the server hangs up while we still write
    const answer = once(socket, 'data');
    socket.write(`GET /api/traces?${'traceID=1&'.repeat(1_000_000)} HTTP/1.1\r\n`);
    expect(String((await answer)[0])).toMatch(/^HTTP\/1.1 431 /);
    socket.destroy();
    expect((await ask(SERVICES)).status).toBe(200);
  });

  test('with 20,000 parameters are a bad request', async () => {
    const { ask } = await queryServer();
    const answer = await ask(`/api/traces?${Array(20_000).fill('a=1').join('&')}`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).errors[0].msg).toBe('more than 10000 parameters in the query string');
  });
});

describe('tenancy', () => {
  const tenants = { tenancyEnabled: true, tenancyHeader: 'X-Scope', tenants: ['acme', 'umbrella'] };

  test('refuses who has no tenant or an unknown one, everywhere', async () => {
    const { ask } = await queryServer({}, undefined, tenants);
    for (const target of [SERVICES, '/', '/static/app.js']) {
      expect(await ask(target)).toMatchObject({ status: 401, body: 'missing tenant header' });
      const unknown = await ask(target, { headers: { 'x-scope': 'other' } });
      expect(unknown).toMatchObject({ status: 401, body: 'unknown tenant' });
    }
  });

  test('shows a tenant only its own', async () => {
    const store = await storeWith([spanBuilder({ service: 'mine' })], 'acme');
    const { ask } = await queryServer({}, store, { ...tenants, tenants: [] });
    const names = async (tenant: string): Promise<unknown> =>
      JSON.parse((await ask(SERVICES, { headers: { 'x-scope': tenant } })).body).data;
    expect([await names('acme'), await names('other')]).toEqual([['mine'], null]);
  });
});

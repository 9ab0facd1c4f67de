// The component: its life, and the failures an operator must understand.

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tenancy } from '@spoor/kit';
import { referenceStore, spanBuilder, testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { httpQuery } from '../src/index.ts';
import { CONFIG, queryServer } from './support/query-server.ts';

const DEPS = { ...testDeps(), tenancy: tenancy({ tenancyEnabled: false, tenancyHeader: 'x-tenant', tenants: [] }) };

describe('httpQuery', () => {
  test('says where it listens, and stops twice without harm', async () => {
    const { component } = await queryServer();
    expect(component.health()).toMatchObject({ state: 'ready', detail: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
    await component.stop(1_000);
    await component.stop(1_000);
    expect(component.health().state).toBe('stopped');
  });

  test('a taken port is a line that names the flag', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const component = httpQuery({ ...CONFIG, hostPort: `127.0.0.1:${port}` }, referenceStore(), DEPS);
    const starting = component.start(new AbortController().signal);
    await expect(starting).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('--query.http-server.host-port'),
    });
    await component.stop(0);
    other.close();
  });

  test('an unreadable certificate is a line that names the flag', async () => {
    const tls = { tlsEnabled: true, tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' };
    const component = httpQuery({ ...CONFIG, ...tls }, referenceStore(), DEPS);
    await expect(component.start(new AbortController().signal)).rejects.toThrow('--query.http.tls.cert');
  });

  test('a stop lets an answer that has begun come to its end', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const storage = referenceStore();
    const spans = Array.from({ length: 1_000 }, () => spanBuilder({ attributes: { text: 'x'.repeat(500) } }));
    const reader = {
      ...storage.reader,
      async *find() {
        yield { traceId: '1'.repeat(32), spans };
        await gate;
        yield { traceId: '2'.repeat(32), spans: spans.slice(0, 1) };
      },
    };
    const { component, port } = await queryServer({}, { ...storage, reader });
    const [response] = (await once(get({ port, host: '127.0.0.1', path: '/api/traces?service=s' }), 'response')) as [
      IncomingMessage,
    ];
    const stopped = component.stop(10_000);
    release();
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    await stopped;
    expect(JSON.parse(Buffer.concat(chunks).toString()).data).toHaveLength(2);
  });
});

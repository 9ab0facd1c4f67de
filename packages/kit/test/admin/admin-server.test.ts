import type { Component, Health } from '@spoor/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adminServer } from '../../src/admin/admin-server.ts';
import { commonConfig } from '../../src/config/common-config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createMetrics } from '../../src/metrics/create-metrics.ts';
import { capturedLogger } from '../support/captured.ts';

const build = { gitCommit: 'abc', gitVersion: 'v1', buildDate: '2026-01-01T00:00:00Z' };
let ready: boolean;
let storeHealth: Health;
let admin: Component | null;

beforeEach(() => {
  ready = true;
  storeHealth = { state: 'ready', detail: '' };
  admin = null;
});
afterEach(() => admin?.stop(0));

const store: Component = {
  name: 'store',
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  health: () => storeHealth,
};

/** The base URL of an admin server with these flags. */
async function start(...args: readonly string[]): Promise<string> {
  const spec = commonConfig({ adminHostPort: '127.0.0.1:0', listenHost: '', shutdownDelayMs: 0 });
  const { configs } = await loadConfig({ common: spec }, { args, env: {} });
  const metrics = createMetrics();
  metrics.counter('a_total', 'A.').value = 1;
  const state = {
    clock: { nowMs: () => 1_768_471_201_500, monotonicMs: () => 0 },
    isReady: () => ready,
    readySinceMs: () => 1_768_471_200_000,
    components: () => [store],
  };
  admin = adminServer(configs.common, { state, metrics, build, logger: capturedLogger() });
  await admin.start(AbortSignal.timeout(10_000));
  return `http://${admin.health().detail}`;
}

async function got(url: string, init?: RequestInit): Promise<readonly [number, string | null, string]> {
  const response = await fetch(url, init);
  return [response.status, response.headers.get('content-type'), await response.text()];
}

describe('/', () => {
  test('is 200 with Jaeger’s health JSON while ready, whatever the store says', async () => {
    const base = await start();
    storeHealth = { state: 'failed', detail: 'no disk' };
    expect(await got(`${base}/`)).toEqual([
      200,
      'application/json',
      '{"status":"Server available","upSince":"2026-01-15T10:00:00Z","uptime":"1.5s"}',
    ]);
  });

  test('is 503 while not', async () => {
    const base = await start();
    ready = false;
    expect(await got(`${base}/?x=1`)).toEqual([
      503,
      'application/json',
      '{"status":"Server not available","upSince":"0001-01-01T00:00:00Z","uptime":""}',
    ]);
  });
});

describe('probes', () => {
  test('/livez is 200 in any state', async () => {
    const base = await start();
    ready = false;
    storeHealth = { state: 'failed', detail: '' };
    expect((await got(`${base}/livez`))[0]).toBe(200);
  });

  test('/readyz is 200 when service and components are ready', async () => {
    const base = await start();
    storeHealth = { state: 'ready', detail: ':9200' };
    expect(await got(`${base}/readyz`)).toEqual([
      200,
      'text/plain; charset=utf-8',
      'service ready\nstore ready: :9200\n',
    ]);
  });

  test.each([
    [false, 'ready', 'service not ready\nstore ready: d\n'],
    [true, 'failed', 'service ready\nstore failed: d\n'],
    [true, 'starting', 'service ready\nstore starting: d\n'],
  ] as const)('/readyz is 503 when the service is ready: %s, a component: %s', async (serviceReady, state, body) => {
    const base = await start();
    ready = serviceReady;
    storeHealth = { state, detail: 'd' };
    const [status, , text] = await got(`${base}/readyz`);
    expect([status, text]).toEqual([503, body]);
  });
});

test('/version is the build', async () => {
  expect(await got(`${await start()}/version`)).toEqual([200, 'application/json', JSON.stringify(build)]);
});

describe('metrics', () => {
  const TEXT = '# HELP a_total A.\n# TYPE a_total counter\na_total 1\n';

  test('are at /metrics', async () => {
    expect(await got(`${await start()}/metrics`)).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8', TEXT]);
  });

  test('or where the flag says', async () => {
    const base = await start('--metrics-http-route=/m');
    expect((await got(`${base}/m`))[2]).toBe(TEXT);
    expect((await got(`${base}/metrics`))[0]).toBe(404);
  });

  test('or nowhere', async () => {
    expect((await got(`${await start('--metrics-backend=none')}/metrics`))[0]).toBe(404);
  });
});

describe('profiles', () => {
  test('are off unless asked for, and say which flag turns them on', async () => {
    const [status, , text] = await got(`${await start()}/debug/profile/cpu`);
    expect([status, text]).toEqual([404, 'profiles are off; start with --admin.profiling\n']);
  });

  test('of the CPU and of allocations open in V8’s tools', async () => {
    const base = await start('--admin.profiling');
    const [cpu, heap] = await Promise.all([
      fetch(`${base}/debug/profile/cpu?seconds=0.05`),
      fetch(`${base}/debug/profile/heap?seconds=0.05`),
    ]);
    expect(await cpu.json()).toMatchObject({ nodes: expect.any(Array), samples: expect.any(Array) });
    expect(await heap.json()).toMatchObject({ head: expect.any(Object) });
    expect(cpu.headers.get('content-disposition')).toContain('cpu.cpuprofile');
  });

  test('a heap snapshot is one', async () => {
    const [status, , text] = await got(`${await start('--admin.profiling')}/debug/heap-snapshot`);
    expect(status).toBe(200);
    expect(text.slice(0, 12)).toBe('{"snapshot":');
  });

  test.each(['0', '-1', 'x', '301'])('seconds=%s is refused', async (seconds) => {
    const base = await start('--admin.profiling');
    expect((await got(`${base}/debug/profile/cpu?seconds=${seconds}`))[0]).toBe(400);
  });

  test('another path lists what there is', async () => {
    const [status, , text] = await got(`${await start('--admin.profiling')}/debug/pprof/`);
    expect([status, text]).toEqual([404, 'profiles: /debug/profile/cpu /debug/profile/heap /debug/heap-snapshot\n']);
  });
});

describe('anything else', () => {
  test('is 404', async () => {
    expect((await got(`${await start()}//x`))[0]).toBe(404);
  });

  test('but reading is 405', async () => {
    const response = await fetch(`${await start()}/`, { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('HEAD has no body', async () => {
    expect(await got(`${await start()}/`, { method: 'HEAD' })).toEqual([200, 'application/json', '']);
  });
});

test('stopped, it listens no more and can be stopped again', async () => {
  const base = await start();
  await admin?.stop(100);
  await admin?.stop(100);
  await expect(fetch(base)).rejects.toThrow();
  expect(admin?.health().state).toBe('stopped');
});

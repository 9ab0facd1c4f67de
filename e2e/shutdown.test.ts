// SIGTERM under load. The memory store dies with the process, so what was acknowledged is held against the
// counter of saved spans, read while a request in flight keeps the process draining.
import { beforeAll, describe, expect, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { holdRequest } from './support/held-request.ts';
import { Load, payload, SPANS_A_REQUEST } from './support/load.ts';

const EXIT_WITHIN_MS = 30_000;

describe('SIGTERM while spans come in', () => {
  let server: AllInOne;
  let load: Load;
  let adminStatus: number;
  let savedSpans: number;
  let heldStatus: number;
  let exit: { code: number | null; signal: string | null };
  let exitMs: number;

  beforeAll(async () => {
    server = await startAllInOne();
    load = new Load(server);
    load.start({ http: 4, grpc: 2 });
    const held = await holdRequest(server.otlpHttp, '/v1/traces', payload());
    await load.acknowledged(300);
    const startMs = performance.now();
    server.process.kill('SIGTERM');
    await load.ended();
    adminStatus = (await fetch(`${server.admin}/`)).status;
    savedSpans = await scrapeSaved(server);
    held.finish();
    heldStatus = (await held.answer).status;
    exit = await server.process.exited;
    exitMs = performance.now() - startMs;
  });

  test('the process exits with 0 inside its deadline', () => {
    expect(exit, server.process.output()).toEqual({ code: 0, signal: null });
    expect(exitMs).toBeLessThan(EXIT_WITHIN_MS);
  });

  test('readiness is taken back while it drains', () => expect(adminStatus).toBe(503));

  test('every acknowledged span was saved', () => {
    expect(load.counts.acknowledged).toBeGreaterThanOrEqual(300);
    expect(savedSpans).toBeGreaterThanOrEqual(load.counts.acknowledged * SPANS_A_REQUEST);
  });

  test('no request ends without an answer', () => {
    expect(load.losses).toEqual([]);
    expect(load.counts.refused).toBe(6);
  });

  test('a request that was half sent is answered', () => expect(heldStatus).toBe(200));
});

describe('SIGTERM on an idle server', () => {
  test('exits with 0 at once', async () => {
    const server = await startAllInOne();
    const startMs = performance.now();
    expect(await server.process.stop()).toEqual({ code: 0, signal: null });
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});

async function scrapeSaved(server: AllInOne): Promise<number> {
  const text = await (await fetch(`${server.admin}/metrics`)).text();
  const lines = text.matchAll(/^jaeger_collector_spans_saved_by_svc_total\{[^}]*result="ok"[^}]*\} (\S+)$/gm);
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}

// SIGTERM under load. The memory store dies with the process, so what was acknowledged is held against the
// counter of saved spans, read while a request in flight keeps the process draining.
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AllInOne, startAllInOne } from './support/all-in-one.ts';
import { holdRequest } from './support/held-request.ts';
import { Load, payload, SPANS_A_REQUEST } from './support/load.ts';
import { scrapeSum } from './support/scrape.ts';

const SAVED = 'jaeger_collector_spans_saved_by_svc_total';
const CLEAN = { code: 0, signal: null };
/** Far below the drain deadline of 30 s: who is still waiting then waits for that deadline. */
const PROMPTLY_MS = 5_000;

/** Stopped by the test itself; whatever goes wrong, it does not outlive the test. */
async function server(): Promise<AllInOne> {
  const started = await startAllInOne();
  onTestFinished(async () => {
    started.process.kill('SIGKILL');
    await started.process.exited;
  });
  return started;
}

describe('SIGTERM while spans come in', () => {
  test('acknowledged spans are saved, a half-sent request is answered, the exit code is 0', async () => {
    const started = await server();
    const load = new Load(started);
    load.start({ http: 4, grpc: 0 });
    const held = await holdRequest(started.otlpHttp, '/v1/traces', payload());
    await load.acknowledged(300);
    started.process.kill('SIGTERM');
    await load.ended();

    expect((await fetch(`${started.admin}/`)).status).toBe(503);
    expect(await scrapeSum(started.admin, SAVED, 'result="ok"')).toBe(load.counts.acknowledged * SPANS_A_REQUEST);
    held.finish();
    expect((await held.answer).status).toBe(200);
    expect(await started.process.exited, started.process.output()).toEqual(CLEAN);
  });

  test('no request over HTTP or gRPC ends without an answer', async () => {
    const started = await server();
    const load = new Load(started);
    load.start({ http: 4, grpc: 2 });
    await load.acknowledged(300);
    expect(await promptly(started.process.stop())).toEqual(CLEAN);
    await load.ended();
    expect(load.losses).toEqual([]);
    expect(load.counts.refused).toBe(6);
  });

  test('a door that waits for its last request does not keep the others open', async () => {
    const started = await server();
    const load = new Load(started);
    load.start({ http: 0, grpc: 2 });
    const held = await holdRequest(started.otlpHttp, '/v1/traces', payload());
    await load.acknowledged(100);
    started.process.kill('SIGTERM');
    await promptly(load.ended());
    held.finish();
    expect((await held.answer).status).toBe(200);
    expect(await started.process.exited).toEqual(CLEAN);
  });
});

test('SIGTERM on an idle server ends it promptly with 0', async () => {
  const started = await server();
  expect(await promptly(started.process.stop())).toEqual(CLEAN);
});

async function promptly<T>(what: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${PROMPTLY_MS} ms`)), PROMPTLY_MS);
  });
  try {
    return await Promise.race([what, late]);
  } finally {
    clearTimeout(timer);
  }
}

// Over a real gRPC server.
import { Metadata, status } from '@grpc/grpc-js';
import type { Timers } from '@spoor/core';
import { batchOf, spanBuilder } from '@spoor/testkit';
import { encodePostSpans } from '@spoor/wire';
import { describe, expect, test } from 'vitest';
import { type PostSpansOptions, postSpans } from '../../src/reporter/post-spans.ts';
import type { Request } from '../../src/reporter/request.ts';
import { clientOf, connection } from '../support/collector-client.ts';
import { type Answer, type FakeCollector, startCollector } from '../support/fake-collector.ts';

const [ENCODED] = encodePostSpans(batchOf(spanBuilder({ operation: 'op' })), 1024 * 1024).requests;
const REQUEST: Request = { bytes: ENCODED!.bytes, spans: 1, format: 'jaeger' };
const OPTIONS: PostSpansOptions = { maxAttempts: 3, timeoutMs: 10_000, metadata: {} };

/** A google.rpc.Status whose RetryInfo says one second. */
const ONE_SECOND = Buffer.from(
  '1a300a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265747279496e666f12040a020801',
  'hex',
);

/** Pauses end at once; how long they would have been is written down. */
class NoPauses implements Timers {
  readonly pausesMs: number[] = [];

  after(delayMs: number, run: () => void): () => void {
    this.pausesMs.push(delayMs);
    const timer = setImmediate(run);
    return () => clearImmediate(timer);
  }
}

async function setUp(answers: readonly Answer[], options: Partial<PostSpansOptions> = {}, random = 0.5) {
  const collector = await startCollector();
  collector.answer = () => answers[collector.requests.length] ?? 'ok';
  const client = await clientOf(collector.hostPort);
  await connection(client);
  const timers = new NoPauses();
  const post = postSpans({ ...OPTIONS, ...options }, { client, timers, random: () => random });
  return { collector, timers, post, send: (signal = new AbortController().signal) => post(REQUEST, signal) };
}

function header(collector: FakeCollector, name: string): readonly unknown[] {
  return collector.requests.map(({ metadata }) => metadata.get(name)[0] ?? null);
}

test('what a collector takes is sent once', async () => {
  const { collector, send } = await setUp([]);
  expect(await send()).toBeNull();
  expect([collector.operations, header(collector, 'x-retry-attempty')]).toEqual([['op'], [null]]);
});

describe('what a collector may get over', () => {
  test.each(['UNAVAILABLE', 'RESOURCE_EXHAUSTED'] as const)('%s is tried again and numbered', async (name) => {
    const refusal = { code: status[name] };
    const { collector, timers, send } = await setUp([refusal, refusal]);
    expect(await send()).toBeNull();
    expect(header(collector, 'x-retry-attempty')).toEqual([null, '1', '2']);
    expect(timers.pausesMs).toEqual([50, 50]);
  });

  test('is tried as often as asked for, in all', async () => {
    const refusal = { code: status.UNAVAILABLE, details: 'busy' };
    const { collector, send } = await setUp(
      Array.from({ length: 9 }, () => refusal),
      { maxAttempts: 4 },
    );
    expect(await send()).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(collector.requests).toHaveLength(4);
  });

  test.each([
    { random: 0, pauseMs: 45 },
    { random: 0.5, pauseMs: 50 },
    { random: 0.75, pauseMs: 52.5 },
  ])('waits $pauseMs ms where the dice say $random', async ({ random, pauseMs }) => {
    const { timers, send } = await setUp([{ code: status.UNAVAILABLE }], {}, random);
    await send();
    expect(timers.pausesMs).toEqual([pauseMs]);
  });

  test('is not tried again before the time that the collector asks for', async () => {
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', ONE_SECOND);
    const { collector, send } = await setUp([{ code: status.RESOURCE_EXHAUSTED, metadata }]);
    expect(await send()).toMatchObject({ code: 'OVER_CAPACITY', retryAfterMs: 1_000 });
    expect(collector.requests).toHaveLength(1);
  });
});

describe('what no second attempt can cure is not tried again', () => {
  test.each([
    { name: 'INVALID_ARGUMENT', code: 'INVALID_ARGUMENT' },
    { name: 'PERMISSION_DENIED', code: 'PERMISSION_DENIED' },
    { name: 'UNAUTHENTICATED', code: 'UNAUTHENTICATED' },
    { name: 'UNIMPLEMENTED', code: 'QUERY_UNSUPPORTED' },
    { name: 'INTERNAL', code: 'INTERNAL' },
  ] as const)('$name', async ({ name, code }) => {
    const { collector, send } = await setUp([{ code: status[name], details: 'why' }]);
    expect(await send()).toMatchObject({ code, message: expect.stringMatching(/why/) });
    expect(collector.requests).toHaveLength(1);
  });
});

test('a collector that does not answer in time is an error that may pass', async () => {
  const { send } = await setUp(['held'], { timeoutMs: 50 });
  expect(await send()).toMatchObject({ code: 'DEADLINE_EXCEEDED', class: { retryable: true } });
});

test('the tenant goes with every attempt', async () => {
  const { collector, send } = await setUp([{ code: status.UNAVAILABLE }], { metadata: { 'x-tenant': 'acme' } });
  await send();
  expect(header(collector, 'x-tenant')).toEqual(['acme', 'acme']);
});

test('metadata that gRPC cannot send is an error, not a crash', async () => {
  const { send } = await setUp([], { metadata: { 'x-tenant': 'ä' } });
  expect(await send()).toMatchObject({ code: 'INTERNAL' });
});

test('given up while it waits for an answer, it says why', async () => {
  const { collector, send } = await setUp(['held']);
  const abort = new AbortController();
  const sending = send(abort.signal);
  await collector.requested(1);
  abort.abort(new Error('enough'));
  expect(await sending).toMatchObject({ code: 'DEADLINE_EXCEEDED', cause: { message: 'enough' } });
});

test('given up during a pause, it makes no further attempt', async () => {
  const collector = await startCollector();
  collector.answer = () => ({ code: status.UNAVAILABLE });
  const client = await clientOf(collector.hostPort);
  await connection(client);
  const abort = new AbortController();
  const timers: Timers = {
    after() {
      setImmediate(() => abort.abort());
      return () => undefined;
    },
  };
  const error = await postSpans(OPTIONS, { client, timers, random: () => 0.5 })(REQUEST, abort.signal);
  expect([error?.class.retryable, collector.requests.length]).toEqual([true, 1]);
});

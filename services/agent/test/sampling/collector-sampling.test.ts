// Over a real gRPC server.
import { status } from '@grpc/grpc-js';
import type { SamplingAnswer, SamplingProvider } from '@spoor/core';
import { testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { CollectorSampling } from '../../src/sampling/collector-sampling.ts';
import { clientOf, connection } from '../support/collector-client.ts';
import { type FakeCollector, probabilistic, startCollector } from '../support/fake-collector.ts';
import { FakeTimers } from '../support/fake-timers.ts';

const FRESH_MS = 10_000;
const PATIENCE_MS = 500;

async function setUp(prepare: (collector: FakeCollector) => void = () => undefined) {
  const collector = await startCollector();
  prepare(collector);
  const deps = testDeps();
  const timers = new FakeTimers(deps.clock);
  const client = await clientOf(collector.hostPort);
  await connection(client);
  const metadata = { 'x-tenant': 'acme' };
  const sampling = new CollectorSampling({ ...deps, timers, client, timeoutMs: 10_000, metadata });
  const proxied = (): readonly number[] =>
    ['ok', 'err'].map((result) =>
      deps.metric('jaeger_agent_collector_proxy_total', { endpoint: 'sampling', result, protocol: 'grpc' }),
    );
  return { collector, client, timers, sampling, proxied, rate: (service: string) => rateOf(sampling, service) };
}

/** What a client would hear. */
async function rateOf(sampling: SamplingProvider, service: string): Promise<number> {
  return rateIn(await sampling.strategy(service));
}

function rateIn({ json }: SamplingAnswer): number {
  const [, rate] = /"samplingRate":([\d.]+)/.exec(Buffer.from(json).toString()) ?? [];
  return Number(rate);
}

test('the collector is asked for the service, and its answer passed on', async () => {
  const { collector, rate, proxied } = await setUp();
  collector.strategy = (service) => probabilistic(service === 'shop' ? 0.25 : 0.75);
  expect([await rate('shop'), await rate('bank')]).toEqual([0.25, 0.75]);
  expect([collector.asked, proxied()]).toEqual([
    ['shop', 'bank'],
    [2, 0],
  ]);
});

test('an answer is good for ten seconds', async () => {
  const { collector, timers, rate } = await setUp();
  await rate('shop');
  collector.strategy = () => probabilistic(0.75);
  timers.advance(FRESH_MS - 1);
  expect(await rate('shop')).toBe(0.5);
  timers.advance(1);
  expect(await rate('shop')).toBe(0.75);
  expect(collector.asked).toHaveLength(2);
});

test('all who ask for one service at a time share one question', async () => {
  const { collector, rate } = await setUp();
  expect(await Promise.all([rate('shop'), rate('shop'), rate('bank'), rate('shop')])).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(collector.asked).toEqual(['shop', 'bank']);
});

describe('what the collector cannot say', () => {
  test('is an error where nothing is known, and asked for again', async () => {
    const { collector, rate, proxied } = await setUp();
    collector.strategy = () => ({ code: status.UNKNOWN, details: 'no sampling here' });
    await expect(rate('shop')).rejects.toThrow(/no sampling here/);
    collector.strategy = () => probabilistic(0.25);
    expect(await rate('shop')).toBe(0.25);
    expect(proxied()).toEqual([1, 1]);
  });

  test('is what it said last, however long ago', async () => {
    const { collector, timers, rate, proxied } = await setUp();
    await rate('shop');
    collector.strategy = () => ({ code: status.UNKNOWN, details: 'broken' });
    timers.advance(24 * 60 * 60_000);
    expect(await rate('shop')).toBe(0.5);
    expect(proxied()).toEqual([1, 1]);
  });
});

test('while the collector is away the last answer is there at once; it is renewed when it is back', async () => {
  const { collector, client, timers, sampling, rate } = await setUp();
  await rate('shop');
  collector.kill();
  await connection(client, false);
  timers.advance(FRESH_MS);
  const answer = sampling.strategy('shop');
  expect(answer).not.toBeInstanceOf(Promise);
  await expect(rate('unknown')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  collector.strategy = () => probabilistic(0.75);
  await collector.start();
  await connection(client);
  expect(await rate('shop')).toBe(0.75);
});

test('a collector that does not answer costs a client half a second, not more', async () => {
  const { collector, timers, sampling, rate } = await setUp();
  await rate('shop');
  collector.strategy = () => 'held';
  timers.advance(FRESH_MS);
  const answer = sampling.strategy('shop');
  await collector.questioned(2);
  timers.advance(PATIENCE_MS);
  expect(rateIn(await answer)).toBe(0.5);
});

test('no more than 1,000 services wait for the collector', async () => {
  const { sampling } = await setUp((collector) => {
    collector.strategy = () => 'held';
  });
  for (let i = 0; i < 1_000; i++) void Promise.resolve(sampling.strategy(`service-${i}`)).catch(() => undefined);
  await expect(sampling.strategy('one-more')).rejects.toMatchObject({ code: 'OVER_CAPACITY' });
});

test('what is kept is bounded in bytes: the oldest answer is forgotten', async () => {
  const { collector, rate } = await setUp();
  const perOperation = Array.from({ length: 3_000 }, (_, i) => ({
    operation: `${'o'.repeat(400)}${i}`,
    samplingRate: 1,
  }));
  const operations = {
    defaultSamplingProbability: 0.5,
    defaultLowerBoundTracesPerSecond: 0,
    defaultUpperBoundTracesPerSecond: 0,
    perOperation,
  };
  collector.strategy = () => ({ ...probabilistic(0.5), operations });
  for (let i = 0; i < 10; i++) await rate(`service-${i}`);
  await rate('service-9');
  expect(collector.asked).toHaveLength(10);
  await rate('service-0');
  expect(collector.asked).toHaveLength(11);
});

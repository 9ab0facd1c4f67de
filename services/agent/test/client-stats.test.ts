import { testDeps } from '@spoor/testkit';
import type { AgentMessage } from '@spoor/wire';
import { expect, test } from 'vitest';
import { ClientStats } from '../src/client-stats.ts';
import { FakeTimers } from './support/fake-timers.ts';

const MINUTE_MS = 60_000;

function message(parts: Partial<AgentMessage>): AgentMessage {
  return {
    model: 'jaeger',
    protocol: 'compact',
    spans: 1,
    seqNo: 1,
    clientUuid: 'a',
    fullQueueDroppedSpans: 0,
    tooLargeDroppedSpans: 0,
    failedToEmitSpans: 0,
    ...parts,
  };
}

function setUp() {
  const deps = testDeps();
  const timers = new FakeTimers(deps.clock);
  const stats = new ClientStats({ ...deps, timers });
  const metric = (name: string, cause?: string): number =>
    deps.metric(`jaeger_agent_client_stats_${name}`, cause === undefined ? {} : { cause });
  const dropped = (): readonly number[] =>
    ['full-queue', 'too-large', 'send-failure'].map((cause) => metric('spans_dropped_total', cause));
  return { stats, timers, metric, dropped, add: (parts: Partial<AgentMessage>) => stats.add(message(parts)) };
}

test('batches without a client or a number are not counted', () => {
  const { add, metric } = setUp();
  add({ clientUuid: '' });
  add({ seqNo: null });
  expect(metric('batches_received_total')).toBe(0);
});

test('the first batch of a client only says where it stands: it may have run for days', () => {
  const { add, metric, dropped } = setUp();
  add({ seqNo: 1000, fullQueueDroppedSpans: 500 });
  expect([metric('batches_received_total'), metric('batches_sent_total'), dropped()]).toEqual([1, 0, [0, 0, 0]]);
});

test('later batches add what is new', () => {
  const { add, metric, dropped } = setUp();
  add({ seqNo: 10, fullQueueDroppedSpans: 1, tooLargeDroppedSpans: 2, failedToEmitSpans: 3 });
  add({ seqNo: 13, fullQueueDroppedSpans: 11, tooLargeDroppedSpans: 22, failedToEmitSpans: 33 });
  expect([metric('batches_received_total'), metric('batches_sent_total'), dropped()]).toEqual([2, 3, [10, 20, 30]]);
});

test('a batch that comes late, or again, is counted as received and nothing else', () => {
  const { add, metric, dropped } = setUp();
  add({ seqNo: 5 });
  add({ seqNo: 4, fullQueueDroppedSpans: 7 });
  add({ seqNo: 5, fullQueueDroppedSpans: 7 });
  add({ seqNo: 6, fullQueueDroppedSpans: 9 });
  expect([metric('batches_received_total'), metric('batches_sent_total'), dropped()]).toEqual([4, 1, [9, 0, 0]]);
});

test('a batch without statistics between two others does not make the sums count twice', () => {
  const { add, dropped } = setUp();
  add({ seqNo: 1, fullQueueDroppedSpans: 100 });
  add({ seqNo: 2 });
  add({ seqNo: 3, fullQueueDroppedSpans: 101 });
  expect(dropped()).toEqual([1, 0, 0]);
});

test('clients are told apart', () => {
  const { add, metric } = setUp();
  add({ clientUuid: 'a', seqNo: 1 });
  add({ clientUuid: 'b', seqNo: 100 });
  add({ clientUuid: 'a', seqNo: 2 });
  expect(metric('batches_sent_total')).toBe(1);
});

test('the number of clients is refreshed every quarter of an hour; who was silent for an hour is none', () => {
  const { add, metric, timers } = setUp();
  add({ clientUuid: 'a' });
  expect(metric('connected_clients')).toBe(0);
  timers.advance(15 * MINUTE_MS);
  expect(metric('connected_clients')).toBe(1);
  timers.advance(15 * MINUTE_MS);
  add({ clientUuid: 'b' });
  timers.advance(30 * MINUTE_MS);
  expect(metric('connected_clients')).toBe(2);
  timers.advance(15 * MINUTE_MS);
  expect(metric('connected_clients')).toBe(1);
});

test('a client that comes back after it was forgotten is new', () => {
  const { add, metric, timers } = setUp();
  add({ seqNo: 1 });
  timers.advance(90 * MINUTE_MS);
  add({ seqNo: 50 });
  expect(metric('batches_sent_total')).toBe(0);
});

test('beyond 10,000 clients the one silent longest is forgotten', () => {
  const { add, metric } = setUp();
  for (let i = 0; i < 10_001; i++) add({ clientUuid: `client-${i}`, seqNo: 1 });
  add({ clientUuid: 'client-1', seqNo: 2 });
  expect(metric('batches_sent_total')).toBe(1);
  add({ clientUuid: 'client-0', seqNo: 2 });
  expect(metric('batches_sent_total')).toBe(1);
});

test('stopped, it waits for nothing', () => {
  const { add, stats, timers } = setUp();
  add({});
  stats.stop();
  expect(timers.pending).toBe(0);
});

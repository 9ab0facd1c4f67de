import { type Rejected, TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { setUpPipeline } from './support/held-store.ts';

const DROPPED = 'jaeger_collector_spans_dropped_total';
const LENGTH = 'jaeger_collector_queue_length';
const CAPACITY = 'jaeger_collector_queue_capacity';
const down = new TracingError('STORAGE_UNAVAILABLE', 'down');
const corrupt = new TracingError('DATA_CORRUPT', 'torn');

describe('by default', () => {
  test('success means stored', async () => {
    const { store, outcomes, send } = setUpPipeline();
    const sent = send(3);
    expect([store.rows, outcomes]).toEqual([[3], []]);
    store.writes[0]?.succeed();
    await sent;
    expect(outcomes).toEqual(['3 ok']);
  });

  test('a store that fails is the sender’s to know, and nothing is dropped', async () => {
    const { store, outcomes, send, metric } = setUpPipeline();
    const sent = send(3);
    store.writes[0]?.fail(down);
    await sent;
    expect([outcomes, metric(DROPPED)]).toEqual([['3 STORAGE_UNAVAILABLE'], 0]);
  });

  test('rows that the store rejects for good are dropped spans, of which the sender hears where it can', async () => {
    const { store, send, metric, deps } = setUpPipeline();
    const heard: Rejected[] = [];
    const sent = send(3, { onRejected: (rejected) => void heard.push(...rejected) });
    store.writes[0]?.succeed({ rejected: [{ row: 1, reason: 'too long' }] });
    await sent;
    expect([metric(DROPPED), heard]).toEqual([1, [{ row: 1, reason: 'too long' }]]);
    expect(deps.logged).toEqual([
      { level: 'error', message: 'spans were not stored, for good', fields: { spans: 1, reason: 'too long' } },
    ]);
  });

  test('one write is under way, what waits is joined, and queue-size bounds nothing', async () => {
    const { store, outcomes, send } = setUpPipeline({ queueSize: 1, numWorkers: 9 });
    const sent = [send(1), send(2), send(3)];
    expect(store.rows).toEqual([1]);
    store.writes[0]?.succeed();
    await store.reached(2);
    expect(store.rows).toEqual([1, 5]);
    store.writes[1]?.succeed();
    await Promise.all(sent);
    expect(outcomes).toEqual(['1 ok', '2 ok', '3 ok']);
  });
});

describe('--ack=early', () => {
  test('success means queued; up to num-workers writes are under way', async () => {
    const { store, outcomes, send, metric } = setUpPipeline({ ack: 'early', numWorkers: 2 });
    for (const spans of [1, 2, 3]) await send(spans);
    expect([outcomes, store.rows, metric(LENGTH)]).toEqual([['1 ok', '2 ok', '3 ok'], [1, 2], 6]);
  });

  test('queue-size spans may wait; above it the sender is refused, not told yes', async () => {
    const { outcomes, send, metric } = setUpPipeline({ ack: 'early', queueSize: 10 });
    for (const spans of [6, 5, 4]) await send(spans);
    expect(outcomes).toEqual(['6 ok', '5 OVER_CAPACITY', '4 ok']);
    expect([metric(DROPPED), metric(CAPACITY)]).toEqual([0, 10]);
  });

  test('queue-size-memory takes the place of queue-size', async () => {
    const { outcomes, send, metric, queue } = setUpPipeline({ ack: 'early', queueSize: 10, queueSizeMemoryMib: 3 });
    for (const spans of [6, 5, 4]) await send(spans);
    expect(outcomes).toEqual(['6 ok', '5 ok', '4 ok']);
    expect(queue.capacityBytes).toBe(3 * 1024 * 1024);
    expect(metric(CAPACITY)).toBeGreaterThan(1000);
  });

  test('what the store refuses for good after the answer is counted as dropped', async () => {
    const { store, send, metric, queue } = setUpPipeline({ ack: 'early' });
    await send(3);
    await send(4);
    store.writes[0]?.fail(corrupt);
    store.writes[1]?.succeed({ rejected: [{ row: 0, reason: 'too long' }] });
    await queue.stop(10_000);
    expect(metric(DROPPED)).toBe(4);
  });

  test('a store that comes back gets the spans after all', async () => {
    const { store, send, metric, queue } = setUpPipeline({ ack: 'early' });
    await send(3);
    store.writes[0]?.fail(down);
    await store.reached(2);
    store.writes[1]?.succeed();
    await queue.stop(10_000);
    expect([store.rows, metric(DROPPED)]).toEqual([[3, 3], 0]);
  });

  test('stopping drains the queue, and counts what is left at the deadline', async () => {
    const drained = setUpPipeline({ ack: 'early', numWorkers: 1 });
    await drained.send(3);
    await drained.send(2);
    const stopped = drained.queue.stop(10_000);
    drained.store.writes[0]?.succeed();
    await drained.store.reached(2);
    drained.store.writes[1]?.succeed();
    await stopped;
    expect([drained.store.rows, drained.metric(DROPPED)]).toEqual([[3, 2], 0]);

    const stuck = setUpPipeline({ ack: 'early', numWorkers: 1 });
    await stuck.send(3);
    await stuck.send(2);
    await stuck.queue.stop(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect([stuck.store.rows, stuck.metric(DROPPED)]).toEqual([[3], 5]);
  });
});

describe('metering', () => {
  test('queue-size-memory bounds the bytes of waiting spans in either mode', () => {
    expect(setUpPipeline({ queueSizeMemoryMib: 2 }).queue.capacityBytes).toBe(2 * 1024 * 1024);
    expect(setUpPipeline({}).queue.capacityBytes).toBe(1024 * 1024);
  });

  test('bytes of spans are summed only when asked for', async () => {
    for (const spanSizeMetrics of [false, true]) {
      const { store, send, metric } = setUpPipeline({ spanSizeMetrics });
      const sent = send(2);
      store.writes[0]?.succeed();
      await sent;
      expect(metric('jaeger_collector_spans_bytes') > 0).toBe(spanSizeMetrics);
    }
  });

  test('times in the queue and of writes are observed, and services counted', async () => {
    const { store, send, metric } = setUpPipeline();
    const sent = send(2);
    store.writes[0]?.succeed();
    await sent;
    for (const name of ['in_queue_latency', 'save_latency', 'spans_serviceNames']) {
      expect([name, metric(`jaeger_collector_${name}`)]).toEqual([name, 1]);
    }
  });

  test('traces that downsampling leaves out count as saved and do not reach the store', async () => {
    const { store, send, outcomes, deps } = setUpPipeline({}, 0);
    await send(4);
    expect([store.rows, outcomes]).toEqual([[], ['4 ok']]);
    const labels = { debug: 'false', result: 'ok', svc: 'shop' };
    expect(deps.metric('jaeger_collector_spans_saved_by_svc_total', labels)).toBe(4);
    expect(deps.metric('jaeger_downsampling_writer_spans_dropped_total')).toBe(4);
  });
});

import { describe, expect, test } from 'vitest';
import { Batcher, type BatcherOptions, heldBytes, meterQueue } from '../../src/index.ts';
import { rowsOf } from '../support/batches.ts';
import { callOf, HeldWriter } from '../support/fakes.ts';
import { setUpMetering } from '../support/metering.ts';

const OPTIONS: BatcherOptions = {
  concurrency: 1,
  capacityBytes: 5000,
  maxWriteBytes: 1e6,
  maxWriteRows: 9,
  maxDelayMs: 0,
  retryAfterMs: 1,
};

function setUp(maxSpans = Number.POSITIVE_INFINITY) {
  const { names, metrics, clock } = setUpMetering();
  const store = new HeldWriter();
  const batcher = new Batcher(store, OPTIONS, clock);
  const queue = meterQueue(batcher, { metrics, clock, host: 'h1', maxSpans });
  const send = (rows: number) => queue.write(rowsOf(names, rows), callOf());
  return { names, metrics, clock, store, batcher, send };
}

const named = (name: string): string => `${name}{host="h1"}`;
const LENGTH = named('jaeger_collector_queue_length');
const CAPACITY = named('jaeger_collector_queue_capacity');
const LATENCY = named('jaeger_collector_in_queue_latency');

describe('meterQueue', () => {
  test('shows the fill of the batcher at scrape time', async () => {
    const { metrics, batcher, store, send } = setUp();
    const written = send(3);
    expect(metrics.values()).toMatchObject({
      [LENGTH]: 3,
      [named('spoor_queue_bytes')]: batcher.queuedBytes,
      [named('spoor_queue_capacity_bytes')]: 5000,
    });
    store.writes[0]?.succeed();
    await written;
    expect(metrics.values()).toMatchObject({ [LENGTH]: 0, [named('spoor_queue_bytes')]: 0 });
  });

  test('the capacity in spans is what fits at the mean size so far', () => {
    const { names, metrics, send } = setUp();
    expect(metrics.values()[CAPACITY]).toBe(9); // 512 bytes a span before the first
    void send(1);
    void send(5);
    const meanBytes = (heldBytes(rowsOf(names, 1)) + heldBytes(rowsOf(names, 5))) / 6;
    expect(metrics.values()[CAPACITY]).toBe(Math.floor(5000 / meanBytes));
  });

  test('a bound in spans caps it', () => {
    expect(setUp(4).metrics.values()[CAPACITY]).toBe(4);
  });

  test('the time in the queue is seconds until the write is over, of stored and failed batches', async () => {
    const { metrics, clock, store, send } = setUp();
    const [stored, failed] = [send(1), send(2)];
    clock.advance(500);
    store.writes[0]?.succeed();
    await stored;
    clock.advance(250);
    store.writes[1]?.fail(new Error('down'));
    await expect(failed).rejects.toThrow('down');
    expect(metrics.values()[LATENCY]).toEqual([0.5, 0.75]);
  });
});

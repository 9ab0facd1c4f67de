import { describe, expect, test } from 'vitest';
import { setUpBatcher, table } from '../support/batcher-set-up.ts';
import { batch, rowsOf } from '../support/batches.ts';
import { callOf, settled } from '../support/fakes.ts';

describe('stop', () => {
  test('writes what waits, lingering or not, before it resolves', async () => {
    const { store, batcher, outcomes, send } = setUpBatcher({ maxDelayMs: 1000 });
    void send(2);
    const stopped = batcher.stop(5000).then(() => outcomes.push('stopped'));
    expect(store.rows).toEqual([2]);
    store.writes[0]?.succeed();
    await stopped;
    expect(outcomes).toEqual(['2 ok', 'stopped']);
    expect(batcher.health().state).toBe('stopped');
  });

  test('refuses new calls from then on, as something another instance can take', async () => {
    const { batcher } = setUpBatcher();
    await batcher.start();
    expect(batcher.health().state).toBe('ready');
    await batcher.stop(0);
    await expect(batcher.write(rowsOf(table, 1), callOf())).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  test('past the deadline every call left hears DEADLINE_EXCEEDED and the writes are aborted', async () => {
    const { store, time, batcher, outcomes, send } = setUpBatcher();
    for (const rows of [1, 2]) void send(rows);
    void send(3, 'b');
    const stopped = batcher.stop(5000);
    expect(batcher.health().state).toBe('stopping');
    time.advance(5000);
    await stopped;
    await settled();
    expect(outcomes.sort()).toEqual(['1 DEADLINE_EXCEEDED', '2 DEADLINE_EXCEEDED', '3 DEADLINE_EXCEEDED']);
    expect(store.writes[0]?.call.signal.aborted).toBe(true);
    expect(store.rows).toEqual([1]);
  });

  test('is idempotent, leaves no timer and takes no time when there is nothing to do', async () => {
    const { time, batcher } = setUpBatcher();
    await Promise.all([batcher.stop(1000), batcher.stop(1000)]);
    expect(time.delaysMs).toEqual([]);
  });
});

test('every call is answered exactly once whatever the store, the callers and the bounds do', async () => {
  const { store, batcher } = setUpBatcher({ capacityBytes: 3000, maxWriteRows: 7, concurrency: 2 });
  let seed = 42;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  const callers: AbortController[] = [];
  let sent = 0;
  let answered = 0;
  for (let step = 0; step < 2000; step++) {
    const dice = random(10);
    if (dice < 6) {
      const caller = new AbortController();
      callers.push(caller);
      sent++;
      const write = batcher.write(batch(table, Array(1 + random(4)).fill({})), callOf(`t${random(3)}`, caller.signal));
      const count = (): void => void answered++;
      void write.then(count, count);
    } else if (dice < 8) store.writes[random(store.writes.length + 1)]?.succeed();
    else if (dice < 9) store.writes[random(store.writes.length + 1)]?.fail(new Error('no'));
    else callers[random(callers.length + 1)]?.abort();
    if (random(3) === 0) await settled();
  }
  const stopped = batcher.stop(1000);
  for (let done = 0; done < store.writes.length; done++) {
    store.writes[done]?.succeed();
    await settled();
  }
  await stopped;
  expect([answered, batcher.queuedBytes, batcher.queuedSpans]).toEqual([sent, 0, 0]);
  expect(Math.max(...store.rows)).toBeLessThanOrEqual(7);
});

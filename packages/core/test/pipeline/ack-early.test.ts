import { describe, expect, test } from 'vitest';
import { ackEarly, TracingError } from '../../src/index.ts';
import { setUpBatcher, table } from '../support/batcher-set-up.ts';
import { batch, rowsOf } from '../support/batches.ts';
import { callOf, settled } from '../support/fakes.ts';

function setUp(maxSpans = 10, capacityBytes = 1_000_000) {
  const { store, batcher } = setUpBatcher({ capacityBytes });
  const lost: string[] = [];
  const sink = ackEarly(batcher, batcher, {
    maxSpans,
    retryAfterMs: 700,
    onLost: (spans, reason) => void lost.push(`${spans}: ${reason}`),
  });
  const send = (rows: number, signal?: AbortSignal) => sink.consume(rowsOf(table, rows), callOf('acme', signal));
  return { store, batcher, sink, send, lost };
}

describe('ackEarly', () => {
  test('answers before the store does', async () => {
    const { store, send, lost } = setUp();
    await send(3);
    expect([store.rows, store.writes[0]?.call.tenant]).toEqual([[3], 'acme']);
    store.writes[0]?.succeed();
    await settled();
    expect(lost).toEqual([]);
  });

  test('a caller that goes away after its answer takes nothing with it', async () => {
    const { store, send } = setUp();
    const caller = new AbortController();
    await send(3, caller.signal);
    caller.abort();
    expect(store.writes[0]?.call.signal.aborted).toBe(false);
  });

  test('over the bound in spans it refuses with advice, and takes again when there is room', async () => {
    const { store, send } = setUp(5);
    await send(3);
    await expect(send(3)).rejects.toMatchObject({ code: 'OVER_CAPACITY', retryAfterMs: 700 });
    await send(2);
    store.writes[0]?.succeed();
    await settled();
    await send(3);
    expect(store.rows).toEqual([3, 2]);
  });

  test('a batch above the bound is taken when nothing waits', async () => {
    const { store, send } = setUp(5);
    await send(50);
    expect(store.rows).toEqual([50]);
    await expect(send(1)).rejects.toMatchObject({ code: 'OVER_CAPACITY' });
  });

  test('over the bound in bytes it refuses before it has said yes', async () => {
    const { send } = setUp(1000, 400);
    await send(2);
    await expect(send(5)).rejects.toMatchObject({ code: 'OVER_CAPACITY' });
    await expect(send(100)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  test('what the store refuses after the answer is told as lost, whole or in part', async () => {
    const { store, send, lost } = setUp();
    await send(3);
    store.writes[0]?.succeed({ rejected: [{ row: 1, reason: 'too long' }] });
    await settled();
    await send(4);
    store.writes[1]?.fail(new TracingError('STORAGE_UNAVAILABLE', 'down'));
    await settled();
    expect(lost).toEqual(['1: too long', '4: down']);
  });

  test('what shutting down does not get written is lost, the rest is drained', async () => {
    const { store, batcher, send, lost } = setUp();
    await send(3);
    const stopped = batcher.stop(1000);
    await expect(send(1)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    store.writes[0]?.succeed();
    await stopped;
    expect(lost).toEqual([]);
  });

  test('an empty batch waits nowhere', async () => {
    const { store, sink } = setUp();
    await sink.consume(batch(table, []), callOf());
    expect(store.rows).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { type ErrorCode, retrying, type SpanBatch, TracingError } from '../../src/index.ts';
import { names, rowsOf } from '../support/batches.ts';
import { callOf, FakeTime, HeldWriter, settled } from '../support/fakes.ts';

function setUp(random = 0) {
  const store = new HeldWriter();
  const time = new FakeTime();
  const writer = retrying(
    store,
    { initialDelayMs: 100, maxDelayMs: 1000, maxElapsedMs: 10_000 },
    { clock: time, timers: time, random: () => random },
  );
  const given: SpanBatch = rowsOf(names(), 2);
  const fail = async (code: ErrorCode = 'STORAGE_UNAVAILABLE', retryAfterMs?: number): Promise<void> => {
    store.writes.at(-1)?.fail(new TracingError(code, 'no', retryAfterMs === undefined ? {} : { retryAfterMs }));
    await settled();
  };
  return { store, time, writer, given, fail };
}

describe('retrying', () => {
  test('a write that works is not repeated', async () => {
    const { store, writer, given } = setUp();
    const result = { rejected: [{ row: 1, reason: 'x' }] };
    const written = writer.write(given, callOf());
    store.writes[0]?.succeed(result);
    await expect(written).resolves.toBe(result);
    expect(store.writes.length).toBe(1);
  });

  test('resends the whole batch under the same call after a delay', async () => {
    const { store, time, writer, given, fail } = setUp();
    const call = callOf('acme');
    const written = writer.write(given, call);
    await fail();
    expect(store.writes.length).toBe(1);
    time.advance(50);
    await settled();
    expect(store.writes[1]).toMatchObject({ batch: given, call });
    store.writes[1]?.succeed();
    await expect(written).resolves.toEqual({ rejected: [] });
    expect(time.delaysMs).toEqual([]);
  });

  const jitter = [
    { title: 'half of the delay at the least', random: 0, want: [50, 100, 200, 400, 500, 500] },
    { title: 'the whole delay at the most', random: 1, want: [100, 200, 400, 800, 1000, 1000] },
  ];
  test.each(jitter)('delays double up to the cap: $title', async ({ random, want }) => {
    const { time, writer, given, fail } = setUp(random);
    void writer.write(given, callOf());
    const delays: number[] = [];
    for (let i = 0; i < want.length; i++) {
      await fail();
      delays.push(time.delaysMs[0]!);
      time.advance(delays[i]!);
      await settled();
    }
    expect(delays).toEqual(want);
  });

  test('waits as long as the store asked where that is longer', async () => {
    const { time, writer, given, fail } = setUp();
    void writer.write(given, callOf());
    await fail('OVER_CAPACITY', 3000);
    expect(time.delaysMs).toEqual([3000]);
  });

  test.each(['INVALID_ARGUMENT', 'SCHEMA_MISMATCH', 'INTERNAL'] as const)('%s is thrown at once', async (code) => {
    const { store, time, writer, given, fail } = setUp();
    const written = expect(writer.write(given, callOf())).rejects.toMatchObject({ code });
    await fail(code);
    await written;
    expect([store.writes.length, time.delaysMs]).toEqual([1, []]);
  });

  test('what is not a TracingError is a bug, and not retried', async () => {
    const { store, writer, given } = setUp();
    const cause = new TypeError('x is undefined');
    const written = writer.write(given, callOf());
    store.writes[0]?.fail(cause);
    await expect(written).rejects.toMatchObject({ code: 'INTERNAL', cause });
  });

  test('no attempt starts after the time is up; the last error is the answer', async () => {
    const { store, time, writer, given, fail } = setUp(1);
    const written = expect(writer.write(given, callOf())).rejects.toMatchObject({ code: 'OVER_CAPACITY' });
    time.advance(9_950);
    await fail('OVER_CAPACITY');
    await written;
    expect(store.writes.length).toBe(1);
  });

  test('a store that asks for more than the time left is not waited for', async () => {
    const { writer, given, fail } = setUp();
    const written = expect(writer.write(given, callOf())).rejects.toMatchObject({ retryAfterMs: 60_000 });
    await fail('OVER_CAPACITY', 60_000);
    await written;
  });

  test('a caller that gives up ends the wait at once and leaves no timer', async () => {
    const { store, time, writer, given, fail } = setUp();
    const gone = new AbortController();
    const written = expect(writer.write(given, callOf('', gone.signal))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    await fail();
    gone.abort();
    await written;
    expect([store.writes.length, time.delaysMs]).toEqual([1, []]);
  });

  test('a caller that gave up during the write gets its error, without another try', async () => {
    const { time, writer, given, fail } = setUp();
    const gone = new AbortController();
    const written = expect(writer.write(given, callOf('', gone.signal))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    gone.abort();
    await fail();
    await written;
    expect(time.delaysMs).toEqual([]);
  });
});

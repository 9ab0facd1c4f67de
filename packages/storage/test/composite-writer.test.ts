import { type SpanWriter, TracingError } from '@spoor/core';
import { spanBuilder, testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { compositeWriter } from '../src/composite-writer.ts';
import { batchFor, callOf, down, started, traceIdsIn } from './support/stores.ts';

const span = spanBuilder();
const answering = (...rejected: readonly [row: number, reason: string][]): SpanWriter => ({
  write: async () => ({ rejected: rejected.map(([row, reason]) => ({ row, reason })) }),
});
const failing = (error: Error): SpanWriter => ({ write: () => Promise.reject(error) });
const write = (...writers: readonly SpanWriter[]) =>
  compositeWriter(writers).write(batchFor(testDeps(), [span]), callOf());

describe('compositeWriter', () => {
  test('a span is in every store when it resolves', async () => {
    const stores = [await started(), await started()];
    const batch = batchFor(testDeps(), [span]);
    await compositeWriter(stores.map(({ writer }) => writer)).write(batch, callOf());
    const seen = await Promise.all(stores.map(({ reader }) => traceIdsIn(reader, [span])));
    expect(seen).toEqual([[span.traceId], [span.traceId]]);
  });

  test('the others get the batch although one fails', async () => {
    const store = await started();
    const batch = batchFor(testDeps(), [span]);
    const writer = compositeWriter([failing(down('first is down')), store.writer]);
    await expect(writer.write(batch, callOf())).rejects.toThrow('first is down');
    expect(await traceIdsIn(store.reader, [span])).toEqual([span.traceId]);
  });

  test('it waits for the slowest', async () => {
    let answer = (): void => undefined;
    const slow: SpanWriter = {
      write: () => new Promise((resolve) => (answer = () => resolve({ rejected: [] }))),
    };
    let done = false;
    const written = write(answering(), slow).then(() => (done = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    answer();
    await expect(written).resolves.toBe(true);
  });

  test('one failure passes as it is', async () => {
    const error = down('down', 700);
    await expect(write(answering(), failing(error))).rejects.toBe(error);
  });

  test('several failures are told together, and may be retried when one of them may', async () => {
    const fatal = new TracingError('SCHEMA_MISMATCH', 'wrong schema');
    await expect(write(failing(fatal), failing(down('busy', 900)), failing(down('down', 100)))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: 'wrong schema; busy; down',
      retryAfterMs: 900,
      cause: expect.any(AggregateError),
    });
  });

  test('failures that no retry cures keep the first one’s code and give no advice', async () => {
    const first = new TracingError('SCHEMA_MISMATCH', 'wrong schema');
    const second = new TracingError('DATA_CORRUPT', 'torn');
    await expect(write(failing(first), failing(second))).rejects.toMatchObject({
      code: 'SCHEMA_MISMATCH',
      retryAfterMs: null,
    });
  });

  test('a writer that throws at once is a failure like any other', async () => {
    const rash: SpanWriter = {
      write() {
        throw down('rash');
      },
    };
    await expect(write(rash, answering())).rejects.toThrow('rash');
  });

  test('a row that any store rejects is rejected once, with all reasons', async () => {
    await expect(write(answering([4, 'too long'], [1, 'bad id']), answering([4, 'too old']))).resolves.toEqual({
      rejected: [
        { row: 1, reason: 'bad id' },
        { row: 4, reason: 'too long; too old' },
      ],
    });
  });
});

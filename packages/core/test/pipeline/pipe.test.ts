import { expect, test } from 'vitest';
import { type Processor, pipe, type SpanBatch, type SpanSink } from '../../src/index.ts';
import { names, rowsOf } from '../support/batches.ts';
import { callOf } from '../support/fakes.ts';

function noting(log: string[], name: string): Processor {
  return (next) => ({
    async consume(batch, call) {
      log.push(`${name} in`);
      await next.consume(batch, call);
      log.push(`${name} out`);
    },
  });
}

function sinkInto(log: string[]): SpanSink {
  return {
    consume: (batch) => {
      log.push(`sink ${batch.length}`);
      return Promise.resolve();
    },
  };
}

test('a batch passes the processors in the order listed and the answer comes back the other way', async () => {
  const log: string[] = [];
  await pipe([noting(log, 'a'), noting(log, 'b')], sinkInto(log)).consume(rowsOf(names(), 1), callOf());
  expect(log).toEqual(['a in', 'b in', 'sink 1', 'b out', 'a out']);
});

test('without processors the pipe is the sink', () => {
  const sink = sinkInto([]);
  expect(pipe([], sink)).toBe(sink);
});

test('a processor may replace the batch, and what it throws reaches the caller', async () => {
  const log: string[] = [];
  const replacement = rowsOf(names(), 7);
  const replacing: Processor = (next) => ({ consume: (_batch: SpanBatch, call) => next.consume(replacement, call) });
  const failing: Processor = () => ({ consume: () => Promise.reject(new Error('no')) });
  await pipe([replacing], sinkInto(log)).consume(rowsOf(names(), 1), callOf());
  expect(log).toEqual(['sink 7']);
  await expect(pipe([failing], sinkInto(log)).consume(rowsOf(names(), 1), callOf())).rejects.toThrow('no');
  expect(log).toEqual(['sink 7']);
});

import { expect, test } from 'vitest';
import { type Rejected, type SpanWriter, writeTo } from '../../src/index.ts';
import { names, rowsOf } from '../support/batches.ts';
import { callOf } from '../support/fakes.ts';

function answering(...rejected: readonly Rejected[]): SpanWriter {
  return { write: () => Promise.resolve({ rejected }) };
}

const nobody = (): never => {
  throw new Error('nothing was rejected');
};

test('resolves without a word when the store took every row', async () => {
  await expect(writeTo(answering(), nobody).consume(rowsOf(names(), 2), callOf())).resolves.toBeUndefined();
});

test('rejected rows go to the dead letter with their batch and call, and the sender still hears success', async () => {
  const seen: unknown[] = [];
  const batch = rowsOf(names(), 3);
  const call = callOf('acme');
  const rejected = [{ row: 1, reason: 'too long' }];
  await writeTo(answering(...rejected), (...given) => void seen.push(given)).consume(batch, call);
  expect(seen).toEqual([[batch, rejected, call]]);
});

test('a dead letter that fails refuses the batch', async () => {
  const sink = writeTo(answering({ row: 0, reason: 'x' }), () => Promise.reject(new Error('topic is gone')));
  await expect(sink.consume(rowsOf(names(), 1), callOf())).rejects.toThrow('topic is gone');
});

test('an empty batch never reaches the store', async () => {
  const writer: SpanWriter = { write: () => Promise.reject(new Error('asked')) };
  await expect(writeTo(writer, nobody).consume(rowsOf(names(), 0), callOf())).resolves.toBeUndefined();
});

test('a call that listens hears of its rejected rows before consume resolves, and of nothing else', async () => {
  const heard: unknown[] = [];
  const call = { ...callOf(), onRejected: (rejected: readonly Rejected[]) => void heard.push(rejected) };
  await writeTo(answering(), nobody).consume(rowsOf(names(), 1), call);
  expect(heard).toEqual([]);
  const rejected = [{ row: 0, reason: 'too long' }];
  await writeTo(answering(...rejected), () => undefined).consume(rowsOf(names(), 1), call);
  expect(heard).toEqual([rejected]);
});

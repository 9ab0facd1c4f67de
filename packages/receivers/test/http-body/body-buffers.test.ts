import { expect, test } from 'vitest';
import { BodyBuffers } from '../../src/http-body/body-buffers.ts';

test('a buffer that was given back is taken again, when it is large enough', () => {
  const buffers = new BodyBuffers();
  const first = buffers.take(100);
  buffers.give(first.subarray(10, 20));
  expect(buffers.take(200).buffer).not.toBe(first.buffer);
  expect(buffers.take(50).buffer).toBe(first.buffer);
});

test('a buffer is not handed out twice', () => {
  const buffers = new BodyBuffers();
  const first = buffers.take(100);
  buffers.give(first);
  buffers.give(first);
  expect(buffers.take(100).buffer).toBe(first.buffer);
  expect(buffers.take(100).buffer).not.toBe(first.buffer);
});

test('memory of others is left alone', () => {
  const buffers = new BodyBuffers();
  const other = new Uint8Array(100);
  buffers.give(other);
  expect(buffers.take(100).buffer).not.toBe(other.buffer);
});

test('eight buffers of up to a MiB are kept', () => {
  const buffers = new BodyBuffers();
  const taken = Array.from({ length: 9 }, () => buffers.take(100));
  for (const buffer of taken) buffers.give(buffer);
  const again = taken.map(() => buffers.take(100).buffer);
  expect(taken.filter(({ buffer }) => again.includes(buffer))).toHaveLength(8);
  const large = buffers.take(1024 * 1024 + 1);
  buffers.give(large);
  expect(buffers.take(1024 * 1024 + 1).buffer).not.toBe(large.buffer);
});

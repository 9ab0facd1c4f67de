// Requests made to cost more than they are.
import { NameTable, type SpanBatch, TracingError } from '@spoor/core';
import { expect, test } from 'vitest';
import { PostSpansDecoder } from '../../src/index.ts';
import { cat, field, tag, varint } from '../raw-proto.ts';
import { postSpans, processField, span, textTag } from './raw-post-spans.ts';

const MIB = 1024 * 1024;

function repeated(part: Uint8Array, bytes: number): Uint8Array {
  const all = new Uint8Array(Math.floor(bytes / part.length) * part.length);
  for (let at = 0; at < all.length; at += part.length) all.set(part, at);
  return all;
}

function decode(bytes: Uint8Array): SpanBatch | TracingError {
  try {
    return new PostSpansDecoder(new NameTable(), 'proto').decode(bytes);
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
}

const bombs = [
  { title: 'a length of 2^31', bytes: cat(tag(1, 2), varint(2 ** 31)) },
  { title: 'a length of 2^63', bytes: cat(tag(1, 2), varint(2n ** 63n)) },
  { title: 'a tag of 2^31 bytes', bytes: postSpans(field(1, cat(tag(8, 2), varint(2 ** 31)))) },
  { title: 'a varint of 100 bytes', bytes: cat(tag(1, 2), new Uint8Array(100).fill(0x80)) },
  {
    title: 'a text longer than its tag',
    bytes: postSpans(field(1, field(8, field(1, 'k'), Uint8Array.of(0x1a, 0x7f, 1)))),
  },
];
test.for(bombs)('$title is refused', ({ bytes }) => {
  const error = decode(bytes);
  expect(error).toBeInstanceOf(TracingError);
  expect(error).toMatchObject({ code: 'PAYLOAD_MALFORMED' });
});

const floods = [
  { title: 'empty spans', bytes: field(1, repeated(Uint8Array.of(0x0a, 0), 4 * MIB)) },
  { title: 'empty references', bytes: postSpans(field(1, repeated(Uint8Array.of(0x22, 0), 4 * MIB))) },
  { title: 'empty logs', bytes: postSpans(field(1, repeated(Uint8Array.of(0x4a, 0), 4 * MIB))) },
  { title: 'empty warnings', bytes: postSpans(field(1, repeated(Uint8Array.of(0x62, 0), 4 * MIB))) },
  { title: 'empty processes of one span', bytes: postSpans(field(1, repeated(Uint8Array.of(0x52, 0), 4 * MIB))) },
  { title: 'empty processes of the batch', bytes: postSpans(span(), repeated(Uint8Array.of(0x12, 0), 4 * MIB)) },
  {
    title: 'spans that alternate between a small process and a large one',
    bytes: postSpans(
      repeated(cat(span(), span(processField(10, 'a'))), MIB),
      processField(2, 'b', field(1, 'x'.repeat(MIB))),
    ),
  },
];
test.for(floods)('$title are refused before they fill the memory', ({ bytes }) => {
  const before = held();
  expect(decode(bytes)).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  // A buffer that doubled to more than 4 times the request, and the ones it left to be collected.
  expect(held() - before).toBeLessThan(17 * bytes.length);
});

test('a process of the batch that every second span has is not read again and again', () => {
  const names = repeated(Uint8Array.of(0x0a, 0), MIB); // a million empty names, of which none shows
  const spans = repeated(cat(field(1), field(1, field(10))), MIB / 32);
  const before = process.cpuUsage();
  expect(decode(postSpans(spans, field(2, names)))).toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    message: expect.stringMatching(/^\d+ bytes hold too many tiny spans or parts of spans$/),
  });
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(1_000_000); // 30,000,000 when it was
});

test('so many empty tags as a request can hold are odd but taken', () => {
  const bytes = postSpans(field(1, repeated(Uint8Array.of(0x42, 0), MIB)));
  const batch = decode(bytes);
  if (batch instanceof TracingError) expect.fail(batch.message);
  expect(batch.bytes.length).toBeLessThanOrEqual(4 * bytes.length + 64 * 1024);
});

test('so many small spans as a request can hold are taken, in four times its memory', () => {
  const bytes = field(1, repeated(span(field(3, 'op'), processField(10, 'svc', textTag('k', 'v'))), 4 * MIB));
  const batch = decode(bytes);
  if (batch instanceof TracingError) expect.fail(batch.message);
  expect(batch.length).toBe(
    Math.floor((4 * MIB) / span(field(3, 'op'), processField(10, 'svc', textTag('k', 'v'))).length),
  );
  expect(batch.bytes.length + heldColumns(batch)).toBeLessThanOrEqual(4 * bytes.length);
});

test('a few hundred empty spans are odd but taken', () => {
  expect(decode(field(1, repeated(Uint8Array.of(0x0a, 0), 800)))).toMatchObject({ length: 400 });
});

function heldColumns({ columns }: SpanBatch): number {
  return Object.values<{ readonly byteLength: number }>({ ...columns }).reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );
}

function held(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

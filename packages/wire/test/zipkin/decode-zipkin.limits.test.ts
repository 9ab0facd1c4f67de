// Payloads made to cost: memory and time stay in proportion to their bytes.
import { NameTable } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV1Json, decodeZipkinV1Thrift, decodeZipkinV2Json, decodeZipkinV2Proto } from '../../src/index.ts';
import { cat, field } from '../raw-proto.ts';
import { type Decode, refusalOf } from './refusal.ts';

const MIB = 1024 * 1024;
const IDS = cat(field(1, new Uint8Array(8).fill(1)), field(3, new Uint8Array(8).fill(2)));

/** A list of `count` structs, each of these bytes. */
function thriftList(count: number, item: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(5 + count * item.length);
  new DataView(bytes.buffer).setUint32(1, count);
  bytes[0] = 12;
  for (let i = 0; i < count; i++) bytes.set(item, 5 + i * item.length);
  return bytes;
}

function repeated(part: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(part.length * count);
  for (let i = 0; i < count; i++) bytes.set(part, i * part.length);
  return bytes;
}

describe('too many spans', () => {
  test('a million empty structs', () => {
    expect(refusalOf(decodeZipkinV1Thrift, thriftList(1_000_000, [0]))).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: '1000005 bytes hold too many tiny spans or tags',
    });
  });

  test('half a million and one of real size', () => {
    const span = field(1, IDS, field(8, field(1, Buffer.from('a service that has a name'))));
    expect(refusalOf(decodeZipkinV2Proto, repeated(span, 500_001))).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'more than 500000 spans in one message',
    });
  });

  test('a service of its own for each', () => {
    const spans = Array.from({ length: 60_000 }, (_, i) => `{"id":"1","localEndpoint":{"serviceName":"${i}"}}`);
    expect(refusalOf(decodeZipkinV2Json, `[${spans.join()}]`).code).toBe('PAYLOAD_TOO_LARGE');
  });
});

describe('what says next to nothing cannot become much', () => {
  test('binary annotations of an unknown type, whose text is long', () => {
    const list = thriftList(200_000, [8, 0, 3, 0, 0, 0, 9, 0]);
    const bytes = cat(Uint8Array.of(12, 0, 0, 0, 1, 15, 0, 8), list, Uint8Array.of(0));
    expect(refusalOf(decodeZipkinV1Thrift, bytes)).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: `${bytes.length} bytes hold too many tiny spans or tags`,
    });
  });

  test.each([
    ['annotations', 0x52],
    ['tags', 0x5a],
  ])('empty %s', (_title, tag) => {
    const bytes = field(1, IDS, repeated(Uint8Array.of(tag, 0), 500_000));
    expect(decodeZipkinV2Proto(bytes, new NameTable()).bytes.length).toBeLessThan(2 * bytes.length);
  });
});

describe('nesting', () => {
  test.each([
    ['a member', (inner: string) => `[{"id":"1","x":${inner}}]`],
    ['a tag', (inner: string) => `[{"id":"1","tags":${inner}}]`],
  ])('%s 100,000 deep is refused', (_title, wrap) => {
    const bytes = wrap('['.repeat(100_000));
    expect(refusalOf(decodeZipkinV2Json, bytes).code).toBe('PAYLOAD_MALFORMED');
  });

  test('structs 100,000 deep are refused', () => {
    const bytes = cat(Uint8Array.of(12, 0, 0, 0, 1), repeated(Uint8Array.of(12, 0, 99), 100_000));
    expect(refusalOf(decodeZipkinV1Thrift, bytes).message).toMatch(/^\[0\]: nested deeper than 64 at byte /);
  });

  test('packed attributes 100,000 deep stay a text', () => {
    const value = `n|{"a":${'['.repeat(100_000)}|1`;
    const text = `[{"id":"1","annotations":[{"timestamp":1,"value":${JSON.stringify(value)}}]}]`;
    const batch = decodeZipkinV2Json(new TextEncoder().encode(text), new NameTable());
    expect(batch.span(0).toSpan().events[0]!.name).toBe(value);
  });
});

describe('time is linear', () => {
  const cases: readonly (readonly [title: string, decode: Decode, text: (count: number) => string])[] = [
    [
      'values that only look packed',
      decodeZipkinV2Json,
      (count) => `[{"id":"1","annotations":[${new Array(count).fill('{"timestamp":1,"value":"a|{|1"}').join()}]}]`,
    ],
    [
      'libraries of their own',
      decodeZipkinV2Json,
      (count) =>
        `[${Array.from({ length: count }, (_, i) => `{"id":"1","padding":"${'x'.repeat(600)}","tags":{"otel.library.name":"${i}"}}`).join()}]`,
    ],
    [
      'attributes of the resource that differ from span to span',
      decodeZipkinV2Json,
      (count) =>
        `[{"id":"1","localEndpoint":{"serviceName":"a"},"tags":{${resourceTags(count)}}},` +
        `{"id":"1","localEndpoint":{"serviceName":"a"},"tags":{"host.name":"x",${resourceTags(count)}}}]`,
    ],
    [
      'tags of one span',
      decodeZipkinV1Json,
      (count) =>
        `[{"traceId":"00000000000000aa","id":"0000000000000001","binaryAnnotations":[${Array.from({ length: count }, (_, i) => `{"key":"${i}","value":"v"}`).join()}]}]`,
    ],
  ];

  test.each(cases)('%s', (_title, decode, text) => {
    const bytes = new TextEncoder().encode(text(30_000));
    const before = process.cpuUsage();
    decode(bytes, new NameTable());
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  });

  function resourceTags(count: number): string {
    return Array.from({ length: count }, (_, i) => `"k8s.pod.name":"${i}"`).join();
  }
});

test('what is kept of a payload is less than four times its size', () => {
  const spans = new Array(6_000).fill(`{"traceId":"463ac35c9f6413ad","id":"1","localEndpoint":{"ipv4":"1.2.3.4"}}`);
  const text = new TextEncoder().encode(`[${spans.join()}]`);
  const batch = decodeZipkinV2Json(text, new NameTable());
  expect(batch.length).toBe(6_000);
  expect(batch.bytes.buffer.byteLength + 57 * batch.length).toBeLessThan(4 * text.length);
  expect(text.length).toBeLessThan(MIB);
});

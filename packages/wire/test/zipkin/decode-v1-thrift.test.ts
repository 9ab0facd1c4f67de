import { type Attribute, NameTable, type Span, TRAIT_DEBUG } from '@spoor/core';
import { Int64, Thrift, type TProtocol } from 'thrift';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV1Thrift } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { refusalOf } from './refusal.ts';
import { list, struct, thriftBytes, v1Thrift } from './v1-model.ts';

const { BOOL, DOUBLE, I16, I32, I64, LIST, STRING, STRUCT } = Thrift.Type;
const SPAN = { traceId: '00000000000000aa', id: '0000000000000001', timestamp: 5 };

function decode(bytes: Uint8Array): Span[] {
  return spansOf(decodeZipkinV1Thrift(bytes, new NameTable(), 99));
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, 'value' in value ? value.value : null]));
}

type WriteFields = (output: TProtocol) => Parameters<typeof struct>[1];

/** A payload of one span with these fields. */
function oneSpan(fields: WriteFields): Uint8Array {
  return thriftBytes((output) => list(output, [0], () => struct(output, fields(output))));
}

/** The span's attribute that a binary annotation of this type and these bytes becomes. */
function typedValue(type: number, bytes: readonly number[]): unknown {
  const payload = oneSpan((output) => [
    [
      8,
      LIST,
      () =>
        list(output, [0], () =>
          struct(output, [
            [1, STRING, () => output.writeString('k')],
            [2, STRING, () => output.writeBinary(Buffer.from(bytes))],
            [3, I32, () => output.writeI32(type)],
          ]),
        ),
    ],
  ]);
  return Object.values(plain(decode(payload)[0]!.attributes))[0];
}

describe('typed values', () => {
  test.each([
    [0, [1], true],
    [0, [0], false],
    [0, [1, 1], false],
    [1, [0, 255, 16], 'AP8Q'],
    [2, [0xfe, 0xd4], 65_236],
    [3, [0, 1, 0x11, 0x70], 70_000],
    [3, [255, 255, 255, 255], 4_294_967_295],
    [4, [255, 255, 255, 0, 0, 0, 0, 0], -1_099_511_627_776],
    [4, [127, 255, 255, 255, 255, 255, 255, 255], 2n ** 63n - 1n],
    [5, [0x40, 4, 0, 0, 0, 0, 0, 0], 2.5],
    [6, [0x61], 'a'],
    [9, [1], '<unknown zipkin v1 binary annotation type (9)>'],
    [-1, [1], '<unknown zipkin v1 binary annotation type (-1)>'],
    [2, [1], '<not enough bytes representing the number>'],
    [5, [1, 2, 3, 4], '<not enough bytes representing the number>'],
  ])('type %i, bytes %j', (type, bytes, value) => {
    expect(typedValue(type, bytes)).toEqual(value);
  });
});

test('no field is required', () => {
  expect(decode(oneSpan(() => []))).toMatchObject([
    {
      traceId: '0'.repeat(32),
      spanId: '0'.repeat(16),
      name: '',
      startUs: 99,
      resource: { serviceName: 'unknown-service' },
    },
  ]);
});

test('ids are bit patterns, the high half of the trace id a field of its own', () => {
  const spans = [{ ...SPAN, traceId: 'ffffffffffffffff8000000000000001', id: 'fedcba9876543210' }];
  expect(decode(v1Thrift(spans))).toMatchObject([
    { traceId: 'ffffffffffffffff8000000000000001', spanId: 'fedcba9876543210', parentSpanId: '' },
  ]);
});

test('ports are unsigned and IPv6 addresses have 16 bytes', () => {
  const host = (output: TProtocol, ipv6: number): void =>
    struct(output, [
      [2, I16, () => output.writeI16(-536)],
      [3, STRING, () => output.writeString('svc')],
      [4, STRING, () => output.writeBinary(Buffer.alloc(ipv6, 1))],
    ]);
  const resource = (ipv6: number): Record<string, unknown> => {
    const payload = oneSpan((output) => [
      [
        6,
        LIST,
        () =>
          list(output, [0], () =>
            struct(output, [
              [2, STRING, () => output.writeString('sr')],
              [3, STRUCT, () => host(output, ipv6)],
            ]),
          ),
      ],
    ]);
    return plain(decode(payload)[0]!.resource.attributes);
  };
  const ipv6 = '101:101:101:101:101:101:101:101';
  expect(resource(16)).toEqual({ 'service.name': 'svc', ipv6, port: '65000' });
  expect(resource(3)).toEqual({ 'service.name': 'svc', port: '65000' });
});

test('the debug flag is a trait of the row', () => {
  const batch = decodeZipkinV1Thrift(v1Thrift([{ ...SPAN, debug: true }, SPAN]), new NameTable());
  expect([...batch.columns.traits]).toEqual([TRAIT_DEBUG, 0]);
});

test('unknown fields and fields of another type are passed over', () => {
  const payload = oneSpan((output) => [
    [2, DOUBLE, () => output.writeDouble(1)],
    [3, I64, () => output.writeI64(new Int64(7))],
    [4, I64, () => output.writeI64(new Int64(7))],
    [6, BOOL, () => output.writeBool(true)],
    [77, STRUCT, () => struct(output, [[1, I32, () => output.writeI32(1)]])],
  ]);
  expect(decode(payload)).toMatchObject([{ spanId: '0000000000000007', name: '', events: [] }]);
});

test('an empty list of any type has no spans, and what follows a list is not looked at', () => {
  expect(decode(Uint8Array.of(8, 0, 0, 0, 0))).toEqual([]);
  expect(decode(Uint8Array.of(12, 0, 0, 0, 1, 0, 1, 2, 3))).toHaveLength(1);
});

describe('malformed payloads are refused with the span and the offset', () => {
  test.each([
    { title: 'nothing', bytes: [], text: '[0]: unexpected EOF at byte 0' },
    { title: 'a header cut short', bytes: [12, 0, 0], text: '[0]: unexpected EOF at byte 1' },
    { title: 'garbage', bytes: [12, 0, 0, 0, 1, 0xff], text: '[0]: unexpected EOF at byte 5' },
    { title: 'an unknown type', bytes: [12, 0, 0, 0, 1, 0xff, 0, 1], text: '[0]: unknown thrift type 255 at byte 5' },
    {
      title: 'the second span cut short',
      bytes: [12, 0, 0, 0, 2, 0, 10, 0, 1, 0],
      text: '[1]: unexpected EOF at byte 9',
    },
    {
      title: 'a list of texts',
      bytes: [11, 0, 0, 0, 1, 0, 0, 0, 0],
      text: '[0]: expected a list of structs, found type 11 at byte 5',
    },
    {
      title: '2^31 - 1 spans',
      bytes: [12, 127, 255, 255, 255, 0],
      text: '[0]: 2147483647 elements in 1 bytes at byte 0',
    },
    { title: '-1 spans', bytes: [12, 255, 255, 255, 255, 0], text: '[0]: negative size -1 at byte 0' },
    {
      title: 'a text of 2^31 - 1 bytes',
      bytes: [12, 0, 0, 0, 1, 11, 0, 3, 127, 255, 255, 255, 0],
      text: '[0]: unexpected EOF at byte 8',
    },
  ])('$title', ({ bytes, text }) => {
    const error = refusalOf(decodeZipkinV1Thrift, Uint8Array.from(bytes));
    expect([error.code, error.message]).toEqual(['PAYLOAD_MALFORMED', text]);
  });
});

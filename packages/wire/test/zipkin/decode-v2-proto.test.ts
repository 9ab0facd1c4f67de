import { NameTable, type Span, TRAIT_DEBUG } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV2Proto } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { encodeZipkinByOracle, type Message } from '../oracle.ts';
import { cat, field, fixed64Field, tag, varint, varintField } from '../raw-proto.ts';
import { refusalOf } from './refusal.ts';

const TRACE_ID = new Uint8Array(16).fill(1);
const ID = new Uint8Array(8).fill(2);
const IDS = cat(field(1, TRACE_ID), field(3, ID));

function decode(bytes: Uint8Array): Span[] {
  return spansOf(decodeZipkinV2Proto(bytes, new NameTable()));
}

function span(message: Message): Span {
  return decode(encodeZipkinByOracle({ spans: [{ trace_id: TRACE_ID, id: ID, ...message }] }))[0]!;
}

test('an empty message has no spans', () => {
  expect(decode(new Uint8Array(0))).toEqual([]);
});

describe('ids', () => {
  test('a trace id of 8 bytes is the low half', () => {
    expect(span({ trace_id: new Uint8Array(8).fill(0xab) }).traceId).toBe('0000000000000000abababababababab');
  });

  test('zeros are ids', () => {
    expect(span({ trace_id: new Uint8Array(16), id: new Uint8Array(8) })).toMatchObject({
      traceId: '0'.repeat(32),
      spanId: '0'.repeat(16),
    });
  });

  test('the parent is optional, and never the span itself', () => {
    expect(span({ parent_id: new Uint8Array(8).fill(3) }).parentSpanId).toBe('0303030303030303');
    expect(span({ parent_id: ID }).parentSpanId).toBe('');
  });
});

test('a span without a start begins in 1970, without a tag that says so', () => {
  expect(span({ duration: 5 })).toMatchObject({ startUs: 0, durationNs: 5000, attributes: [] });
});

test('an annotation without a time is kept', () => {
  expect(span({ annotations: [{ value: 'a' }] }).events).toMatchObject([{ timeUs: 0, name: 'a' }]);
});

test('an unknown kind is none', () => {
  expect(
    [0, 1, 2, 3, 4, 5, -1].map(
      (kind) => decode(field(1, IDS, varintField(4, kind < 0 ? 2n ** 64n - 1n : kind)))[0]?.kind,
    ),
  ).toEqual([0, 3, 2, 4, 5, 0, 0]);
});

test('the debug flag is a trait of the row', () => {
  const batch = decodeZipkinV2Proto(field(1, IDS, varintField(12, 1)), new NameTable());
  expect([...batch.columns.traits]).toEqual([TRAIT_DEBUG]);
});

test('of an endpoint IPv6 counts more than IPv4, and ports are unsigned 16 bits', () => {
  const ipv6 = Uint8Array.from([...new Array<number>(15).fill(0), 1]);
  const got = span({ local_endpoint: { ipv4: [1, 2, 3, 4], ipv6, port: 65_537 } });
  expect(got.attributes.map(({ key, value }) => [key, 'value' in value && value.value])).toEqual([
    ['net.host.ip', '::1'],
    ['net.host.port', 1],
  ]);
});

test('unknown fields and fields of another type are passed over', () => {
  const odd = cat(varintField(99, 1), field(98, ID), varintField(5, 7), fixed64Field(11, 1n));
  const bytes = cat(odd, field(1, IDS, odd, field(8, odd, field(1, Uint8Array.of(0x61)))));
  expect(decode(bytes)).toMatchObject([{ resource: { serviceName: 'a' }, name: '' }]);
});

describe('malformed messages are refused with span, field and offset', () => {
  test.each([
    { title: 'garbage', bytes: Uint8Array.of(0xff, 0xff), text: 'unexpected EOF at byte 2' },
    { title: 'a length beyond the end', bytes: Uint8Array.of(0x0a, 5, 0), text: 'unexpected EOF at byte 1' },
    { title: 'a length of 2^63', bytes: cat(tag(1, 2), varint(2n ** 63n)), text: 'unexpected EOF at byte 1' },
    { title: 'no trace id', bytes: field(1, field(3, ID)), text: '[0]: valid trace id required at byte 2' },
    { title: 'no id', bytes: field(1, field(1, TRACE_ID)), text: '[0]: valid span id required at byte 2' },
    {
      title: 'a short trace id in the second span',
      bytes: cat(field(1, IDS), field(1, field(1, Uint8Array.of(1, 2)))),
      text: '[1]: trace_id: expected 16 bytes, found 2 at byte 34',
    },
    { title: 'an empty id', bytes: field(1, field(3)), text: '[0]: id: expected 8 bytes, found 0 at byte 4' },
    {
      title: 'a long parent',
      bytes: field(1, field(2, TRACE_ID)),
      text: '[0]: parent_id: expected 8 bytes, found 16 at byte 4',
    },
    {
      title: 'an address of three bytes',
      bytes: field(1, field(8, field(2, Uint8Array.of(1, 2, 3)))),
      text: '[0]: ipv4: expected 4 or 16 bytes, found 3 at byte 6',
    },
    {
      title: 'a field beyond its span',
      bytes: field(1, Uint8Array.of(0x2a, 9)),
      text: '[0]: unexpected EOF at byte 3',
    },
    {
      title: 'a group',
      bytes: field(1, Uint8Array.of(0x1b)),
      text: '[0]: wire type 3 of field 3 is not supported at byte 3',
    },
  ])('$title', ({ bytes, text }) => {
    const error = refusalOf(decodeZipkinV2Proto, bytes);
    expect([error.code, error.message, error.offset]).toEqual([
      'PAYLOAD_MALFORMED',
      text,
      Number(/\d+$/.exec(text)?.[0]),
    ]);
  });
});

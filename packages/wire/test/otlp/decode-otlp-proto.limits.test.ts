import { NameTable, TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeOtlpProto } from '../../src/index.ts';
import { attribute, cat, field, fixed64Field, requestOf, tag, varint, varintField } from '../raw-proto.ts';

function refusal(bytes: Uint8Array): TracingError {
  try {
    decodeOtlpProto(bytes, new NameTable());
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
  return expect.fail('decoded');
}

describe('malformed requests name the reason and the offset', () => {
  const anyValue = (...parts: Uint8Array[]) => requestOf(field(9, field(2, ...parts)));
  const cases = [
    { title: 'garbage', bytes: Uint8Array.of(0xff, 0xff, 0xff, 0xff), text: 'unexpected EOF at byte 4' },
    { title: 'a length beyond the end', bytes: Uint8Array.of(0x0a, 0x05, 0x00), text: 'unexpected EOF at byte 1' },
    {
      title: 'a length beyond the enclosing message',
      bytes: field(1, Uint8Array.of(0x0a, 0x01)),
      text: 'unexpected EOF at byte 3',
    },
    { title: 'a length of 2^31', bytes: cat(tag(1, 2), varint(2 ** 31)), text: 'unexpected EOF at byte 1' },
    { title: 'a length of 2^63', bytes: cat(tag(1, 2), varint(2n ** 63n)), text: 'unexpected EOF at byte 1' },
    {
      title: 'a varint of 100 bytes',
      bytes: cat(tag(1, 2), new Uint8Array(100).fill(0x80)),
      text: 'varint longer than 10 bytes at byte 1',
    },
    { title: 'field number 0', bytes: Uint8Array.of(0x02, 0x00), text: 'illegal tag at byte 0' },
    { title: 'a group', bytes: Uint8Array.of(0x7b, 0x7c), text: 'wire type 3 of field 15 is not supported at byte 1' },
    { title: 'wire type 7', bytes: Uint8Array.of(0x7f), text: 'wire type 7 of field 15 is not supported at byte 1' },
    { title: 'a fixed64 cut short', bytes: requestOf(Uint8Array.of(0x39, 1, 2)), text: 'unexpected EOF at byte 36' },
    { title: 'a varint cut short', bytes: requestOf(Uint8Array.of(0x30, 0x80)), text: 'unexpected EOF at byte 35' },
    {
      title: 'resource_spans as a varint',
      bytes: varintField(1, 1),
      text: 'wrong wire type 0 for field 1 of TracesData at byte 0',
    },
    {
      title: 'spans as a varint',
      bytes: field(1, field(2, varintField(2, 1))),
      text: 'wrong wire type 0 for field 2 of ScopeSpans at byte 4',
    },
    {
      title: 'a name as a varint',
      bytes: requestOf(varintField(5, 1)),
      text: 'wrong wire type 0 for field 5 of Span at byte 33',
    },
    {
      title: 'flags as a varint',
      bytes: requestOf(varintField(16, 1)),
      text: 'wrong wire type 0 for field 16 of Span at byte 33',
    },
    {
      title: 'an int value as fixed64',
      bytes: anyValue(fixed64Field(3, 1n)),
      text: 'wrong wire type 1 for field 3 of AnyValue at byte 37',
    },
    {
      title: 'a group in a value',
      bytes: anyValue(Uint8Array.of(0x7b)),
      text: 'wire type 3 of field 15 in AnyValue is not supported at byte 37',
    },
    {
      title: 'an attribute key that ends early',
      bytes: requestOf(field(9, Uint8Array.of(0x0a, 0x04, 0x61))),
      text: 'unexpected EOF at byte 37',
    },
    {
      title: 'field number 0 in a value',
      bytes: anyValue(Uint8Array.of(0x02, 0x00)),
      text: 'illegal tag 0 in AnyValue at byte 37',
    },
  ];
  test.for(cases)('$title', ({ bytes, text }) => {
    const error = refusal(bytes);
    expect([error.code, error.message, error.offset]).toEqual([
      'PAYLOAD_MALFORMED',
      text,
      Number(/\d+$/.exec(text)?.[0]),
    ]);
  });
});

describe('depth', () => {
  /** An attribute whose value is nested in `depth` AnyValues, as arrays or as maps. */
  function nested(depth: number, kind: 'array' | 'map'): Uint8Array {
    let value = field(1, 'leaf');
    for (let left = depth; left > 1; left--) {
      value = kind === 'array' ? field(5, field(1, value)) : field(6, field(1, field(1, 'k'), field(2, value)));
    }
    return requestOf(field(9, field(1, 'deep'), field(2, value)));
  }

  test.for(['array', 'map'] as const)('64 levels of %s are taken and read back', (kind) => {
    const span = decodeOtlpProto(nested(64, kind), new NameTable()).span(0).toSpan();
    let levels = 1;
    for (let value = span.attributes[0]?.value; value?.type === 'array' || value?.type === 'map'; levels++) {
      value = value.type === 'array' ? value.value[0] : value.value[0]?.value;
    }
    expect(levels).toBe(64);
  });

  test.for(['array', 'map'] as const)('65 levels of %s are refused', (kind) => {
    expect(refusal(nested(65, kind)).message).toMatch(/^attribute value nested deeper than 64 at byte \d+$/);
  });

  test('100,000 levels are refused without running out of stack', () => {
    // Built inside out with lengths that fit, in linear time.
    const levels = 100_000;
    const buffer = new Uint8Array(levels * 10);
    let at = buffer.length;
    for (let level = 0; level < levels; level++) {
      for (const number of [1, 5]) {
        const length = varint(buffer.length - at);
        at -= length.length;
        buffer.set(length, at);
        buffer[--at] = number * 8 + 2;
      }
    }
    expect(refusal(requestOf(field(9, field(2, buffer.slice(at))))).message).toMatch(/nested deeper than 64/);
  });
});

describe('counts and memory', () => {
  const emptySpans = (count: number) => {
    const spans = new Uint8Array(2 * count);
    for (let i = 0; i < count; i++) spans[2 * i] = 0x12;
    return field(1, field(2, spans));
  };

  test('1,000 empty spans are odd but taken', () => {
    expect(decodeOtlpProto(emptySpans(1000), new NameTable()).length).toBe(1000);
  });

  test('so many empty spans that their columns would cost over three times the message are refused', () => {
    const error = refusal(emptySpans(100_000));
    expect([error.code, error.message]).toEqual([
      'PAYLOAD_TOO_LARGE',
      '100000 spans in 200008 bytes: too many empty spans',
    ]);
  });

  test('empty scopes count too', () => {
    const scopes = Array.from({ length: 3000 }, () => field(2, field(2)));
    expect(refusal(field(1, ...scopes)).code).toBe('PAYLOAD_TOO_LARGE');
  });

  test('over 500,000 spans are refused whatever their size', () => {
    const span = field(2, new Uint8Array(20).fill(0x50)); // ten times dropped_attributes_count = 80
    const spans = new Uint8Array(span.length * 500_001);
    for (let at = 0; at < spans.length; at += span.length) spans.set(span, at);
    const error = refusal(field(1, field(2, spans)));
    expect([error.code, error.message]).toEqual([
      'PAYLOAD_TOO_LARGE',
      '500001 spans in one message, at most 500000 are taken',
    ]);
  });

  test('100,000 parts of one resource are merged in linear time', () => {
    const part = attribute(1, 'k', 'v');
    const parts = new Uint8Array((part.length + 2) * 100_000);
    const one = field(1, part);
    for (let at = 0; at < parts.length; at += one.length) parts.set(one, at);
    const batch = decodeOtlpProto(field(1, parts, field(2, field(2))), new NameTable());
    expect(batch.span(0).toSpan().resource.attributes).toHaveLength(100_000);
  });

  test('8,000,000 empty parts of one resource take no memory beside the request', () => {
    const parts = new Uint8Array(16_000_000);
    for (let at = 0; at < parts.length; at += 2) parts[at] = 0x0a;
    const request = field(1, parts, field(1, attribute(1, 'k', 'v')), field(2, field(2)));
    const before = process.memoryUsage().heapUsed;
    const batch = decodeOtlpProto(request, new NameTable());
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(32 * 1024 * 1024);
    expect(batch.span(0).toSpan().resource.attributes).toHaveLength(1);
  });

  test('200,000 attributes with a key that is not UTF-8 are read back', () => {
    const one = attribute(9, Uint8Array.of(0xff), '');
    const all = new Uint8Array(one.length * 200_000);
    for (let at = 0; at < all.length; at += one.length) all.set(one, at);
    const { attributes } = decodeOtlpProto(requestOf(all), new NameTable()).span(0).toSpan();
    expect(attributes.at(-1)?.key).toBe('invalid-tag-key-200000');
  });
});

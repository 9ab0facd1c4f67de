import { type AttributeValue, NameTable, type Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeOtlpProto, readResource, readScope, readSpan, SpanReader } from '../../src/index.ts';
import { fixture } from '../fixtures.ts';
import {
  attribute,
  cat,
  field,
  fixed32Field,
  fixed64Field,
  requestOf,
  SPAN_ID,
  TRACE_ID,
  varintField,
} from '../raw-proto.ts';

function spanOf(...fields: readonly Uint8Array[]): Span {
  return decodeOtlpProto(requestOf(...fields), new NameTable())
    .span(0)
    .toSpan();
}

function valueRead(...anyValueFields: readonly Uint8Array[]): AttributeValue | undefined {
  return spanOf(field(9, field(1, 'k'), field(2, ...anyValueFields))).attributes[0]?.value;
}

const BAD = Uint8Array.of(0x62, 0xff);

describe('values', () => {
  const cases: readonly { title: string; fields: readonly Uint8Array[]; want: AttributeValue }[] = [
    { title: 'text', fields: [field(1, 'ü€😀')], want: { type: 'string', value: 'ü€😀' } },
    { title: 'empty text', fields: [field(1)], want: { type: 'string', value: '' } },
    { title: 'true', fields: [varintField(2, 1)], want: { type: 'bool', value: true } },
    { title: 'true as any other varint', fields: [varintField(2, 2n ** 63n)], want: { type: 'bool', value: true } },
    { title: 'false', fields: [varintField(2, 0)], want: { type: 'bool', value: false } },
    { title: 'int', fields: [varintField(3, 7)], want: { type: 'int', value: 7 } },
    { title: 'negative int', fields: [varintField(3, 2n ** 64n - 7n)], want: { type: 'int', value: -7 } },
    {
      title: '2^53 - 1 is a number',
      fields: [varintField(3, 2n ** 53n - 1n)],
      want: { type: 'int', value: 2 ** 53 - 1 },
    },
    {
      title: '2^53 + 1 is a bigint',
      fields: [varintField(3, 2n ** 53n + 1n)],
      want: { type: 'int', value: 2n ** 53n + 1n },
    },
    { title: 'the least int64', fields: [varintField(3, 2n ** 63n)], want: { type: 'int', value: -(2n ** 63n) } },
    { title: 'double', fields: [fixed64Field(4, 0x3ff8_0000_0000_0000n)], want: { type: 'double', value: 1.5 } },
    { title: 'NaN', fields: [fixed64Field(4, 0x7ff8_0000_0000_0000n)], want: { type: 'double', value: Number.NaN } },
    { title: 'bytes', fields: [field(7, BAD)], want: { type: 'bytes', value: BAD } },
    { title: 'nothing set', fields: [], want: { type: 'empty' } },
    { title: 'empty array', fields: [field(5)], want: { type: 'array', value: [] } },
    { title: 'empty map', fields: [field(6)], want: { type: 'map', value: [] } },
    {
      title: 'array of mixed values',
      fields: [field(5, field(1, field(1, 'a')), field(1), field(1, field(5, field(1, varintField(3, 1)))))],
      want: {
        type: 'array',
        value: [
          { type: 'string', value: 'a' },
          { type: 'empty' },
          { type: 'array', value: [{ type: 'int', value: 1 }] },
        ],
      },
    },
    {
      title: 'map with a repeated key',
      fields: [field(6, attribute(1, 'a', 'x'), attribute(1, 'a', 'y'))],
      want: {
        type: 'map',
        value: [
          { key: 'a', value: { type: 'string', value: 'x' } },
          { key: 'a', value: { type: 'string', value: 'y' } },
        ],
      },
    },
    { title: 'of two kinds the last', fields: [field(1, 'a'), varintField(3, 2)], want: { type: 'int', value: 2 } },
  ];
  test.for(cases)('$title', ({ fields, want }) => {
    expect(valueRead(...fields)).toEqual(want);
  });

  test('bytes are a copy: changing them leaves the batch alone', () => {
    const batch = decodeOtlpProto(requestOf(field(9, field(1, 'k'), field(2, field(7, 'raw')))), new NameTable());
    const before = Uint8Array.from(batch.bytes);
    const value = batch.span(0).toSpan().attributes[0]?.value;
    if (value?.type === 'bytes') value.value.fill(0);
    expect(batch.bytes).toEqual(before);
  });
});

describe('every field of a span', () => {
  test('is read', () => {
    const span = spanOf(
      field(1, TRACE_ID),
      field(2, SPAN_ID),
      field(3, 'rojo=1'),
      field(4, SPAN_ID),
      field(5, 'GET /'),
      varintField(6, 2),
      fixed64Field(7, 1_000_000_001n),
      fixed64Field(8, 1_000_000_500n),
      attribute(9, 'k', 'v'),
      varintField(10, 1),
      field(11, fixed64Field(1, 2_000_000_002n), field(2, 'event'), attribute(3, 'e', '1'), varintField(4, 2)),
      varintField(12, 3),
      field(
        13,
        field(1, TRACE_ID),
        field(2, SPAN_ID),
        field(3, 'ts'),
        attribute(4, 'l', '1'),
        varintField(5, 4),
        fixed32Field(6, 257),
      ),
      varintField(14, 5),
      field(15, field(2, 'why'), varintField(3, 2)),
      fixed32Field(16, 0xffff_ffff),
    );
    const spanId = 'a1a2a3a4a5a6a7a8';
    const traceId = '0102030405060708090a0b0c0d0e0f10';
    const text = (key: string, value: string) => ({ key, value: { type: 'string', value } });
    expect(span).toMatchObject({
      traceId,
      spanId,
      parentSpanId: spanId,
      traceState: 'rojo=1',
      flags: 0xffff_ffff,
      name: 'GET /',
      kind: 2,
      startUs: 1_000_000,
      startNsRem: 1,
      durationNs: 499,
      statusCode: 2,
      statusMessage: 'why',
      attributes: [text('k', 'v')],
      droppedAttributesCount: 1,
      events: [
        { timeUs: 2_000_000, timeNsRem: 2, name: 'event', attributes: [text('e', '1')], droppedAttributesCount: 2 },
      ],
      droppedEventsCount: 3,
      links: [
        { traceId, spanId, traceState: 'ts', flags: 257, attributes: [text('l', '1')], droppedAttributesCount: 4 },
      ],
      droppedLinksCount: 5,
      warnings: [],
      native: false,
    });
  });

  test('out of range kind and status are kept as sent', () => {
    const { kind, statusCode } = spanOf(varintField(6, 99), field(15, varintField(3, 2n ** 64n - 1n)));
    expect([kind, statusCode]).toEqual([99, -1]);
  });

  test('resource and scope attributes, dropped counts', () => {
    const bytes = field(
      1,
      field(1, attribute(1, 'r', '1'), varintField(2, 7)),
      field(2, field(1, field(1, 'lib'), field(2, '1.0'), attribute(3, 's', '2'), varintField(4, 8)), field(2)),
    );
    const { resource, scope } = decodeOtlpProto(bytes, new NameTable()).span(0).toSpan();
    expect(resource).toMatchObject({ attributes: [{ key: 'r' }], droppedAttributesCount: 7 });
    expect(scope).toMatchObject({ name: 'lib', version: '1.0', attributes: [{ key: 's' }], droppedAttributesCount: 8 });
  });
});

describe('texts that are not UTF-8, as Jaeger 1.76 shows them', () => {
  test('the golden case: name and value become bytes', () => {
    const span = decodeOtlpProto(fixture('otlp-invalid-utf8'), new NameTable()).span(0).toSpan();
    expect(span.name).toBe('invalid-span-name');
    expect(span.attributes).toEqual([
      { key: 'k', value: { type: 'bytes', value: Uint8Array.of(0x76, 0xfe) } },
      { key: 'invalid-span-name', value: { type: 'bytes', value: Uint8Array.of(0x62, 0x61, 0x64, 0xff) } },
    ]);
  });

  test('keys are numbered and keep key:value as bytes, after all others', () => {
    const span = spanOf(
      attribute(9, BAD, 'one'),
      attribute(9, 'good', 'v'),
      field(9, field(1, BAD), field(2, varintField(3, 2))),
    );
    expect(span.attributes.map(({ key }) => key)).toEqual(['good', 'invalid-tag-key-1', 'invalid-tag-key-2']);
    expect(span.attributes.slice(1).map(({ value }) => value)).toEqual([
      { type: 'bytes', value: cat(BAD, ':one') },
      { type: 'bytes', value: cat(BAD, ':2') },
    ]);
  });

  test('each list numbers its own keys', () => {
    const bytes = field(
      1,
      field(1, attribute(1, BAD, 'r')),
      field(2, field(1, attribute(3, BAD, 's')), field(2, attribute(9, BAD, 'a'))),
    );
    const { resource, scope, attributes } = decodeOtlpProto(bytes, new NameTable()).span(0).toSpan();
    const keys = [resource.attributes, scope.attributes, attributes].map((list) => list[0]?.key);
    expect(keys).toEqual(['invalid-tag-key-1', 'invalid-tag-key-1', 'invalid-tag-key-1']);
  });

  test('elsewhere they get U+FFFD', () => {
    const span = spanOf(
      field(3, BAD),
      field(11, field(2, BAD), attribute(3, BAD, BAD)),
      field(13, field(3, BAD), attribute(4, BAD, BAD)),
      field(15, field(2, BAD)),
    );
    const shown = 'b\ufffd';
    const bad = { key: shown, value: { type: 'string', value: shown } };
    expect(span).toMatchObject({
      traceState: shown,
      statusMessage: shown,
      events: [{ name: shown, attributes: [bad] }],
      links: [{ traceState: shown, attributes: [bad] }],
    });
  });

  test('inside lists and maps the bytes are marked', () => {
    const nested = field(2, field(5, field(1, field(1, BAD)), field(1, field(6, attribute(1, BAD, BAD)))));
    const span = spanOf(field(9, field(1, 'k'), nested), field(11, field(3, field(1, 'k'), nested)));
    const marked = 'b\udfff';
    const value = { type: 'string', value: marked };
    const want = { type: 'array', value: [value, { type: 'map', value: [{ key: marked, value }] }] };
    expect([span.attributes[0]?.value, span.events[0]?.attributes[0]?.value]).toEqual([want, want]);
  });
});

describe('durations of zero and less', () => {
  const second = 1_000_000_000n;
  const start = 1_768_471_200n * second; // 2026-01-15 10:00:00 UTC
  const cases = [
    { title: 'zero', start, end: start, original: '2026-01-15 10:00:00', adjusted: '2026-01-15 10:00:00.000000001' },
    {
      title: '1 ns less',
      start,
      end: start - 1n,
      original: '2026-01-15 09:59:59.999999999',
      adjusted: '2026-01-15 10:00:00.000000001',
    },
    {
      title: 'trailing zeros go',
      start: start + 99n,
      end: start + 10n,
      original: '2026-01-15 10:00:00.00000001',
      adjusted: '2026-01-15 10:00:00.0000001',
    },
    {
      title: 'no times at all',
      start: 0n,
      end: 0n,
      original: '1970-01-01 00:00:00',
      adjusted: '1970-01-01 00:00:00.000000001',
    },
    {
      title: 'before 1970',
      start: -1n,
      end: -second,
      original: '1969-12-31 23:59:59',
      adjusted: '1970-01-01 00:00:00',
    },
    {
      title: 'the last time there is',
      start: 2n ** 63n - 2n,
      end: 2n ** 63n - 2n,
      original: '2262-04-11 23:47:16.854775806',
      adjusted: '2262-04-11 23:47:16.854775807',
    },
  ];
  test.for(cases)('$title: 1 ns and Jaeger’s warning', ({ start, end, original, adjusted }) => {
    const span = spanOf(fixed64Field(7, start), fixed64Field(8, end));
    expect([span.durationNs, span.warnings]).toEqual([
      1,
      [
        `Negative duration detected, sanitizing end timestamp. Original end timestamp: ${original} +0000 UTC, adjusted to: ${adjusted} +0000 UTC`,
      ],
    ]);
  });

  test('1 ns is a duration', () => {
    expect(spanOf(fixed64Field(7, start), fixed64Field(8, start + 1n)).warnings).toEqual([]);
  });
});

describe('the reserved attribute @jaeger@warnings', () => {
  const end = fixed64Field(8, 1n);
  const list = (...values: readonly Uint8Array[]) =>
    field(9, field(1, '@jaeger@warnings'), field(2, field(5, ...values)));

  test('as a list of texts becomes warnings', () => {
    const span = spanOf(end, list(field(1, field(1, 'w1')), field(1, field(1, 'w2'))), attribute(9, 'k', 'v'));
    expect([span.warnings, span.attributes.length]).toEqual([['w1', 'w2'], 1]);
  });

  test('as a text becomes a warning, before those of sanitising', () => {
    const span = spanOf(attribute(9, '@jaeger@warnings', 'not a list'));
    expect(span.warnings).toEqual(['not a list', expect.stringMatching(/^Negative duration/)]);
  });

  test('what is no text in a list is an empty warning', () => {
    const span = spanOf(end, list(field(1, varintField(3, 1)), field(1, field(1, 'w')), field(1)));
    expect([span.warnings, span.attributes.length]).toEqual([['', 'w', ''], 0]);
  });

  test('of several the first counts, and all are taken', () => {
    const span = spanOf(end, attribute(9, '@jaeger@warnings', 'w1'), attribute(9, '@jaeger@warnings', 'w2'));
    expect([span.warnings, span.attributes.length]).toEqual([['w1'], 0]);
  });

  test('of another type, or an empty list, stays an attribute', () => {
    const int = spanOf(end, field(9, field(1, '@jaeger@warnings'), field(2, varintField(3, 1))));
    expect([int.warnings, int.attributes.length]).toEqual([[], 1]);
    expect(spanOf(end, list()).attributes.length).toBe(1);
  });
});

test('the functions read as the class does', () => {
  const { bytes, columns, resources, scopes } = decodeOtlpProto(fixture('node-otlp-proto'), new NameTable());
  const at = [resources.at[0]!, resources.bytes[0]!, resources.schemaAt[0]!, resources.schemaBytes[0]!] as const;
  const scopeAt = [scopes.at[0]!, scopes.bytes[0]!, scopes.schemaAt[0]!, scopes.schemaBytes[0]!] as const;
  const reader = new SpanReader(1);
  const resource = reader.resource(bytes, ...at);
  const scope = reader.scope(bytes, ...scopeAt);
  const span = reader.span(bytes, columns.spanStart[0]!, columns.spanBytes[0]!, resource, scope);
  expect(readResource(bytes, ...at)).toEqual(resource);
  expect(readScope(bytes, ...scopeAt)).toEqual(scope);
  expect(readSpan(bytes, columns.spanStart[0]!, columns.spanBytes[0]!, resource, scope)).toEqual(span);
});

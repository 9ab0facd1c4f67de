import { type Attribute, NameTable, type Span, TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodePostSpans, PostSpansDecoder } from '../../src/index.ts';
import { cat, field, paddedVarint, SPAN_ID, TRACE_ID, tag, varintField } from '../raw-proto.ts';
import { postSpans, processField, span, textTag, time } from './raw-post-spans.ts';

const ZERO_ID = '0000000000000000';
const NO_PROCESS = 'null-process-and-service-name';

function spansOf(bytes: Uint8Array, format: string | null = null): Span[] {
  const batch = decodePostSpans(bytes, new NameTable(), format);
  return Array.from({ length: batch.length }, (_, row) => batch.span(row).toSpan());
}

/** The only span of a request with one span of these fields. */
function spanOf(...fields: readonly Uint8Array[]): Span {
  return spansOf(postSpans(span(...fields), processField(2, 'svc')))[0]!;
}

const shown = ({ key, value }: Attribute): readonly unknown[] => [key, value.type === 'empty' ? null : value.value];

const services = (bytes: Uint8Array): string[] => spansOf(bytes).map(({ resource }) => resource.serviceName);

describe('ids', () => {
  test('a trace id of 8 bytes is the low half', () => {
    const bytes = postSpans(field(1, field(1, TRACE_ID.subarray(0, 8)), field(2, SPAN_ID)));
    expect(spansOf(bytes)[0]!.traceId).toBe(`${ZERO_ID}0102030405060708`);
  });

  test('absent ids are zero', () => {
    const [only] = spansOf(postSpans(field(1, field(3, 'op'))));
    expect([only!.traceId, only!.spanId, only!.parentSpanId]).toEqual([ZERO_ID + ZERO_ID, ZERO_ID, '']);
  });

  test('a reference to a span of the trace is its parent too; unknown types are CHILD_OF', () => {
    const reference = (type: number): Uint8Array =>
      field(4, field(1, TRACE_ID), field(2, SPAN_ID), varintField(3, type));
    const { links, parentSpanId } = spanOf(reference(1), reference(7));
    expect(links.map(({ attributes }) => shown(attributes[0]!)[1])).toEqual(['follows_from', 'child_of']);
    expect(parentSpanId).toBe('a1a2a3a4a5a6a7a8');
  });
});

describe('processes', () => {
  const own = (service: string): Uint8Array => processField(10, service);
  const cases = [
    {
      title: 'the batch has it for spans without one',
      bytes: postSpans(span(), processField(2, 'b'), span()),
      names: ['b', 'b'],
    },
    {
      title: 'a span may bring its own',
      bytes: postSpans(span(own('a')), span(), processField(2, 'b')),
      names: ['a', 'b'],
    },
    { title: 'neither has one', bytes: postSpans(span()), names: [NO_PROCESS] },
    {
      title: 'an empty one is one',
      bytes: postSpans(span(own('')), processField(2, 'b')),
      names: ['empty-service-name'],
    },
    { title: 'an empty one of the batch', bytes: postSpans(span(), field(2)), names: ['empty-service-name'] },
    {
      title: 'spans stay in their order',
      bytes: postSpans(span(own('a')), span(own('c')), span(own('a')), span(), processField(2, 'b')),
      names: ['a', 'c', 'a', 'b'],
    },
    {
      title: 'parts count as one: the last name',
      bytes: postSpans(processField(2, 'x'), span(), processField(2, 'y')),
      names: ['y'],
    },
    { title: 'a request in two batches', bytes: cat(postSpans(span()), postSpans(processField(2, 'b'))), names: ['b'] },
  ];
  test.for(cases)('$title', ({ bytes, names }) => {
    expect(services(bytes)).toEqual(names);
  });

  test('neighbours with the same process share a resource, others do not', () => {
    const bytes = postSpans(span(own('a')), span(own('a')), span(own('c')), span(own('a')));
    const batch = decodePostSpans(bytes, new NameTable(), null);
    expect([...batch.columns.resource]).toEqual([0, 0, 1, 2]);
  });

  test('the tags of all parts follow the name, duplicates included', () => {
    const bytes = postSpans(processField(2, 'b', textTag('k', '1')), span(), processField(2, '', textTag('k', '2')));
    expect(spansOf(bytes)[0]!.resource.attributes.map(shown)).toEqual([
      ['service.name', 'b'],
      ['k', '1'],
      ['k', '2'],
    ]);
  });
});

describe('times', () => {
  const cases = [
    { title: 'nanoseconds are kept', start: time(6, 1, 1_001), length: time(7, 0, 7), times: [1_000_001, 1, 7] },
    { title: 'before 1970', start: time(6, -1, 999_999_999), length: time(7, 0, 1), times: [-1, 999, 1] },
    {
      title: 'nanos beyond a second carry over',
      start: time(6, 1, 2_000_000_001),
      length: time(7, 0, 1),
      times: [3_000_000, 1, 1],
    },
    { title: 'negative nanos too', start: time(6, 1, -1), length: time(7, 1, -1), times: [999_999, 999, 999_999_999] },
    {
      title: 'parts of a message count as one',
      start: cat(time(6, 1, 5), field(6, varintField(1, 2))),
      length: time(7, 0, 1),
      times: [2_000_000, 5, 1],
    },
    { title: 'absent ones are 1970 and no time at all', start: cat(), length: cat(), times: [0, 0, 1] },
  ];
  test.for(cases)('$title', ({ start, length, times }) => {
    const { startUs, startNsRem, durationNs } = spanOf(start, length);
    expect([startUs, startNsRem, durationNs]).toEqual(times);
  });

  test('a log may have its time behind its fields', () => {
    const { events } = spanOf(field(9, field(2, textTag('event', 'late')), time(1, 1, 0)));
    expect(events).toMatchObject([{ timeUs: 1_000_000, timeNsRem: 0, name: 'late' }]);
  });
});

describe('tags', () => {
  const key = field(1, 'k');
  const cases = [
    { title: 'without a type: a text', fields: cat(key, field(3, 'v')), value: { type: 'string', value: 'v' } },
    { title: 'a text without text', fields: cat(key), value: { type: 'string', value: '' } },
    {
      title: 'only what the type names counts',
      fields: cat(key, field(3, 'v'), varintField(2, 1)),
      value: { type: 'bool', value: false },
    },
    {
      title: 'a type in front of the key',
      fields: cat(varintField(2, 2), varintField(5, 7), key),
      value: { type: 'int', value: 7 },
    },
    {
      title: 'bytes without bytes',
      fields: cat(key, varintField(2, 4)),
      value: { type: 'bytes', value: new Uint8Array(0) },
    },
    {
      title: 'an unknown type',
      fields: cat(key, varintField(2, 9), field(3, 'v')),
      value: { type: 'string', value: 'unknown type 9' },
    },
    {
      title: 'a text of 200 bytes',
      fields: cat(key, field(3, 'v'.repeat(200))),
      value: { type: 'string', value: 'v'.repeat(200) },
    },
  ];
  test.for(cases)('$title', ({ fields, value }) => {
    expect(spanOf(field(8, fields)).attributes[0]).toEqual({ key: 'k', value });
  });

  test('texts that are not UTF-8 are repaired byte by byte', () => {
    const bad = Uint8Array.of(0x61, 0xff, 0xe2, 0x82);
    const read = spanOf(field(3, bad), field(8, field(1, bad), field(3, bad)), field(12, bad));
    expect([read.name, read.attributes[0], read.warnings]).toEqual([
      'a\ufffd\ufffd\ufffd',
      { key: 'a\ufffd\ufffd\ufffd', value: { type: 'string', value: 'a\ufffd\ufffd\ufffd' } },
      ['a\ufffd\ufffd\ufffd'],
    ]);
  });

  test('the format is a tag behind all others', () => {
    const [only] = spansOf(postSpans(span(field(8, textTag('k', 'v')), time(7, 1, 0))), 'proto');
    expect(only!.attributes.map(shown)).toEqual([
      ['k', 'v'],
      ['@jaeger@format', 'proto'],
    ]);
  });
});

test('flags, warnings and nothing of the process id are kept', () => {
  const read = spanOf(varintField(5, 0xffff_ffff), field(11, 'p1'), field(12, 'one'), field(12, 'two'));
  expect([read.flags, read.warnings, read.attributes.length, read.native]).toEqual([
    0xffff_ffff,
    ['one', 'two'],
    1,
    true,
  ]);
});

test('unknown fields are passed over at every level, padded varints read', () => {
  const unknown = cat(varintField(99, 1), field(98, 'x'), tag(97, 1), new Uint8Array(8), tag(96, 5), new Uint8Array(4));
  const padded = cat(paddedVarint(8 * 3 + 2, 3), paddedVarint(2, 10), new TextEncoder().encode('op'));
  const bytes = cat(
    unknown,
    postSpans(
      unknown,
      span(unknown, padded, field(4, unknown), field(8, unknown), field(9, unknown)),
      field(2, unknown),
    ),
  );
  const [only] = spansOf(bytes);
  expect([only!.name, only!.links.length, only!.attributes.length, only!.events.length]).toEqual(['op', 1, 2, 1]);
});

test('an empty request is an empty batch', () => {
  expect(spansOf(new Uint8Array(0))).toEqual([]);
  expect(spansOf(postSpans(processField(2, 'b')))).toEqual([]);
});

const malformed = [
  { title: 'garbage', bytes: Uint8Array.of(0xff, 0xff, 0xff), text: 'unexpected EOF at byte 3' },
  {
    title: 'a trace id of 4 bytes',
    bytes: postSpans(field(1, field(1, '1234'))),
    text: 'trace ID length 4, not 16 or 8 at byte 6',
  },
  {
    title: 'an empty trace id',
    bytes: postSpans(field(1, field(1))),
    text: 'trace ID length 0, not 16 or 8 at byte 6',
  },
  {
    title: 'a span id of 16 bytes',
    bytes: postSpans(field(1, field(2, TRACE_ID))),
    text: 'span ID length 16, not 8 at byte 6',
  },
  {
    title: 'a short id in a reference',
    bytes: postSpans(field(1, field(4, field(1, '1')))),
    text: 'trace ID length 1, not 16 or 8 at byte 8',
  },
  {
    title: 'a batch as a number',
    bytes: varintField(1, 1),
    text: 'wrong wire type 0 for field 1 of PostSpansRequest at byte 0',
  },
  {
    title: 'a span as a number',
    bytes: postSpans(varintField(1, 1)),
    text: 'wrong wire type 0 for field 1 of Batch at byte 2',
  },
  {
    title: 'tags as a number',
    bytes: postSpans(field(1, varintField(8, 1))),
    text: 'wrong wire type 0 for field 8 of Span at byte 4',
  },
  {
    title: 'a key as a number',
    bytes: postSpans(field(1, field(8, varintField(1, 1)))),
    text: 'wrong wire type 0 for field 1 of KeyValue at byte 6',
  },
  {
    title: 'seconds as a text',
    bytes: postSpans(field(1, field(6, field(1, 'x')))),
    text: 'wrong wire type 2 for field 1 of Timestamp at byte 6',
  },
  {
    title: 'log fields as a number',
    bytes: postSpans(field(1, field(9, varintField(2, 1)))),
    text: 'wrong wire type 0 for field 2 of Log at byte 6',
  },
  {
    title: 'a service name as a number',
    bytes: postSpans(field(2, varintField(1, 1))),
    text: 'wrong wire type 0 for field 1 of Process at byte 4',
  },
  {
    title: 'a tag that ends early',
    bytes: postSpans(field(1, Uint8Array.of(0x42, 0x05, 0x0a))),
    text: 'unexpected EOF at byte 5',
  },
  {
    title: 'a group',
    bytes: postSpans(field(1, Uint8Array.of(0x7b))),
    text: 'wire type 3 of field 15 is not supported at byte 5',
  },
];
test.for(malformed)('$title is refused with the byte that shows it', ({ bytes, text }) => {
  const decoder = new PostSpansDecoder(new NameTable(), null);
  const good = postSpans(span(field(3, 'op')), processField(2, 'svc'));
  expect(() => decoder.decode(cat(good, bytes))).toThrow(TracingError);
  expect(() => decoder.decode(bytes)).toThrow(text);
  expect(decoder.decode(good).span(0).operation).toBe('op');
  expect(decoder.decode(good).length).toBe(1);
});

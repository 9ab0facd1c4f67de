// Rules of jaeger.thrift beside what the oracle's properties cover.
import { NameTable, type Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeJaegerThrift, JaegerThriftDecoder } from '../../src/index.ts';
import { refusalOf } from '../refusal-of.ts';
import { encodeStruct, i32, i64, type Struct, struct, structs, text } from '../thrift/thrift-oracle.ts';
import { batch, type Fields, log, process, reference, span, stringTag, TAGS, tag } from './batch-structs.ts';

function spansOf(fields: Struct, format: string | null = null): Span[] {
  const decoded = decodeJaegerThrift(encodeStruct('binary', fields), new NameTable(), format);
  return Array.from({ length: decoded.length }, (_, row) => decoded.span(row).toSpan());
}

function spanOf(own: Fields = {}): Span {
  return spansOf(batch([span(own)]))[0]!;
}

describe('what a batch becomes', () => {
  test('ids are the bits of their halves', () => {
    const { traceId, spanId } = spanOf({ 1: i64(-2n), 2: i64(0x0123_4567_89ab_cdefn), 3: i64(-1n) });
    expect([traceId, spanId]).toEqual(['0123456789abcdeffffffffffffffffe', 'ffffffffffffffff']);
  });

  test('tags keep their order, types and duplicates; the format comes last', () => {
    const [first] = spansOf(batch([span({ 10: structs([...TAGS, ...TAGS]) })]), 'jaeger');
    const values = [
      { key: 's', value: { type: 'string', value: 'text' } },
      { key: 'd', value: { type: 'double', value: 2.5 } },
      { key: 'b', value: { type: 'bool', value: true } },
      { key: 'l', value: { type: 'int', value: -7 } },
      { key: 'bin', value: { type: 'bytes', value: Uint8Array.of(0, 255) } },
    ];
    const format = { key: '@jaeger@format', value: { type: 'string', value: 'jaeger' } };
    expect(first?.attributes).toEqual([...values, ...values, format]);
  });

  test.for([
    { type: 0, value: { type: 'string', value: '' } },
    { type: 1, value: { type: 'double', value: 0 } },
    { type: 2, value: { type: 'bool', value: false } },
    { type: 3, value: { type: 'int', value: 0 } },
    { type: 4, value: { type: 'bytes', value: new Uint8Array(0) } },
  ])(
    'a tag of type $type without its value is the zero of that type, whatever the tag before held',
    ({ type, value }) => {
      const other = tag('k', type, type === 0 ? { 6: i64(5) } : { 3: text('not it') });
      expect(spanOf({ 10: structs([...TAGS, other]) }).attributes.at(-1)).toEqual({ key: 'k', value });
    },
  );

  test.for([
    { type: 9, values: { 3: text('x') }, said: 'Unknown VType: 9 with vStr' },
    { type: 5, values: { 6: i64(1) }, said: 'Unknown VType: 5 with vLong' },
    { type: -1, values: {}, said: 'Unknown VType: -1 with no value' },
  ])('a tag of type $type becomes a text that says so', ({ type, values, said }) => {
    const { attributes } = spanOf({ 10: structs([tag('k', type, values)]) });
    expect(attributes).toEqual([{ key: 'k', value: { type: 'string', value: said } }]);
  });

  test('the parent comes before the references, unless one of them is to it', () => {
    const other = reference(1, 9n, 8n, 7n);
    const same = reference(1, 2n, 1n, 5n);
    const linksOf = (references: readonly Struct[]): unknown[] =>
      spanOf({ 4: i64(5), 6: structs(references) }).links.map(({ spanId, attributes }) => [
        spanId,
        attributes[0]?.value,
      ]);
    const value = (type: string): unknown => ({ type: 'string', value: type });
    expect(linksOf([other])).toEqual([
      ['0000000000000005', value('child_of')],
      ['0000000000000007', value('follows_from')],
    ]);
    expect(linksOf([same])).toEqual([['0000000000000005', value('follows_from')]]);
  });

  test('a reference of an unknown type is CHILD_OF', () => {
    const { links } = spanOf({ 6: structs([reference(7, 2n, 1n, 5n)]) });
    expect(links[0]?.attributes[0]?.value).toEqual({ type: 'string', value: 'child_of' });
  });

  test('times before 1970 are kept', () => {
    expect(spanOf({ 8: i64(-1_500_000), 9: i64(7) })).toMatchObject({ startUs: -1_500_000, durationNs: 7000 });
  });

  test('all 32 flag bits are kept', () => {
    expect(spanOf({ 7: i32(-1) }).flags).toBe(0xffff_ffff);
  });

  test('logs keep time and fields; the field event names them', () => {
    const { events } = spanOf({ 11: structs([log(5, [stringTag('a', 'b'), stringTag('event', 'hit')]), log(6, [])]) });
    expect(events).toMatchObject([
      { timeUs: 5, name: 'hit', attributes: [{ key: 'a' }, { key: 'event' }] },
      { timeUs: 6, name: '', attributes: [] },
    ]);
  });

  test('the process may come after the spans, and its name after its tags', () => {
    const own: Struct = [
      [2, structs([stringTag('host', 'h')])],
      [1, text('late')],
    ];
    const spans = spansOf([
      [2, structs([span(), span()])],
      [1, struct(own)],
    ]);
    expect(spans.map(({ resource }) => [resource.serviceName, resource.attributes[1]?.key])).toEqual([
      ['late', 'host'],
      ['late', 'host'],
    ]);
  });

  test('a batch without spans has none', () => {
    expect(spansOf(batch([]))).toEqual([]);
  });

  test('bytes after the batch are ignored', () => {
    const bytes = encodeStruct('binary', batch([span()]));
    const longer = Uint8Array.from([...bytes, 1, 2, 3]);
    expect(decodeJaegerThrift(longer, new NameTable(), null).length).toBe(1);
  });
});

describe('fields of another type or id', () => {
  test('a known field of another type is passed over', () => {
    const { attributes, links } = spanOf({ 10: text('no list'), 6: i64(1), 99: structs([span()]) });
    expect([attributes, links]).toEqual([[], []]);
  });

  test('a required field of another type is as good as absent', () => {
    const bytes = encodeStruct('binary', batch([span({ 3: text('3') })]));
    expect(refusalOf(() => decodeJaegerThrift(bytes, new NameTable(), null)).message).toMatch(
      /^jaeger\.thrift Span without spanId at byte/,
    );
  });

  test('a list of numbers where structs belong is refused', () => {
    const bytes = encodeStruct('binary', batch([], { 2: { type: 'list', of: 'i64', value: [i64(1)] } }));
    const message = refusalOf(() => decodeJaegerThrift(bytes, new NameTable(), null)).message;
    expect(message).toMatch(/^a list of i64 where structs belong at byte \d+$/);
  });
});

describe('required fields', () => {
  const without = (fields: Struct, id: number): Struct => fields.filter((field) => field[0] !== id);
  const inSpan = (id: number, value: Struct): Struct => batch([span({ [id]: structs([value]) })]);
  const cases: readonly { readonly name: string; readonly fields: Struct }[] = [
    { name: 'Batch without process', fields: batch([], { 1: null }) },
    { name: 'Batch without spans', fields: batch([], { 2: null }) },
    { name: 'Process without serviceName', fields: batch([], { 1: struct(process({ 1: null })) }) },
    { name: 'Span without traceIdLow', fields: batch([span({ 1: null })]) },
    { name: 'Span without traceIdHigh', fields: batch([span({ 2: null })]) },
    { name: 'Span without spanId', fields: batch([span({ 3: null })]) },
    { name: 'Span without parentSpanId', fields: batch([span({ 4: null })]) },
    { name: 'Span without operationName', fields: batch([span({ 5: null })]) },
    { name: 'Span without flags', fields: batch([span({ 7: null })]) },
    { name: 'Span without startTime', fields: batch([span({ 8: null })]) },
    { name: 'Span without duration', fields: batch([span({ 9: null })]) },
    { name: 'Tag without key', fields: inSpan(10, without(stringTag('k', 'v'), 1)) },
    { name: 'Tag without vType', fields: inSpan(10, without(stringTag('k', 'v'), 2)) },
    { name: 'Log without timestamp', fields: inSpan(11, without(log(1, []), 1)) },
    { name: 'Log without fields', fields: inSpan(11, without(log(1, []), 2)) },
    { name: 'SpanRef without refType', fields: inSpan(6, without(reference(0, 1n, 1n, 1n), 1)) },
    { name: 'SpanRef without traceIdLow', fields: inSpan(6, without(reference(0, 1n, 1n, 1n), 2)) },
    { name: 'SpanRef without traceIdHigh', fields: inSpan(6, without(reference(0, 1n, 1n, 1n), 3)) },
    { name: 'SpanRef without spanId', fields: inSpan(6, without(reference(0, 1n, 1n, 1n), 4)) },
    { name: 'ClientStats without fullQueueDroppedSpans', fields: batch([], { 4: struct([[2, i64(1)]]) }) },
    { name: 'ClientStats without tooLargeDroppedSpans', fields: batch([], { 4: struct([[1, i64(1)]]) }) },
    {
      name: 'ClientStats without failedToEmitSpans',
      fields: batch([], {
        4: struct([
          [1, i64(1)],
          [2, i64(1)],
        ]),
      }),
    },
  ];

  test.for(cases)('$name is refused by that name', ({ name, fields }) => {
    const bytes = encodeStruct('binary', fields);
    const error = refusalOf(() => decodeJaegerThrift(bytes, new NameTable(), null));
    expect(error.code).toBe('PAYLOAD_MALFORMED');
    expect(error.message).toBe(`jaeger.thrift ${name} at byte ${error.offset}`);
  });
});

describe('JaegerThriftDecoder', () => {
  test('a body that fails leaves nothing in the next one', () => {
    const decoder = new JaegerThriftDecoder(null);
    const names = new NameTable();
    const good = encodeStruct('binary', batch([span()]));
    const before = decoder.decode(good, names);
    refusalOf(() => decoder.decode(encodeStruct('binary', batch([span(), span({ 3: null })])), names));
    const after = decoder.decode(good, names);
    expect(after.bytes).toEqual(before.bytes);
    expect(after.length).toBe(1);
  });

  test('keeps nothing of the body: the batch stays when its buffer is used again', () => {
    const body = encodeStruct('binary', batch([span({ 10: structs(TAGS) })]));
    const decoded = new JaegerThriftDecoder(null).decode(body, new NameTable());
    const before = decoded.bytes.slice();
    body.fill(0xff);
    expect(decoded.bytes).toEqual(before);
    expect(decoded.bytes.buffer.byteLength).toBe(decoded.bytes.length);
  });
});

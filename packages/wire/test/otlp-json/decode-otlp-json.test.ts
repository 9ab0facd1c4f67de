import { type AttributeValue, NameTable, type Span, TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeOtlpJson } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';

const utf8 = new TextEncoder();

function decode(text: string | Uint8Array): Span[] {
  return spansOf(decodeOtlpJson(typeof text === 'string' ? utf8.encode(text) : text, new NameTable()));
}

/** A request with one span of these members. */
function request(members: string): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[{${members}}]}]}]}`;
}

function span(members: string): Span {
  return decode(request(members))[0]!;
}

/** A request with one attribute of this AnyValue. */
function attributed(value: string): string {
  return request(`"attributes":[{"key":"k","value":${value}}]`);
}

function value(text: string): AttributeValue | undefined {
  return decode(attributed(text))[0]?.attributes[0]?.value;
}

function refusal(text: string | Uint8Array): TracingError {
  try {
    decode(text);
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('requests without spans', () => {
  const texts = [
    '{}',
    'null',
    ' \r\n\t{ } \n',
    '{"resourceSpans":[]}',
    '{"resourceSpans":null}',
    '{"resourceSpans":[null,{}]}',
    '{} {"resourceSpans":5}',
    'null]',
  ];
  test.each([
    ...texts,
    '{"instrumentationLibrarySpans":[{"spans":[{"name":"old"}]}]}',
    '{"resourceSpans":[{"scopeSpans":[{}]}]}',
  ])('%s is a request', (text) => expect(decode(text)).toEqual([]));
});

describe('spans', () => {
  const cases = [
    {
      title: 'ids of any case',
      members: '"traceId":"0A0b0C0d0E0f00010203040506070809","spanId":"AbCdEf0123456789"',
      want: { traceId: '0a0b0c0d0e0f00010203040506070809', spanId: 'abcdef0123456789' },
    },
    {
      title: 'an empty id is an id of zeros',
      members: '"traceId":"","spanId":"","parentSpanId":""',
      want: { traceId: '0'.repeat(32), spanId: '0'.repeat(16), parentSpanId: '' },
    },
    {
      title: 'snake_case names',
      members: '"parent_span_id":"0102030405060708","trace_state":"a=1","dropped_events_count":3',
      want: { parentSpanId: '0102030405060708', traceState: 'a=1', droppedEventsCount: 3 },
    },
    { title: 'names written with escapes', members: '"n\\u0061me":"x"', want: { name: 'x' } },
    {
      title: 'times as numbers',
      members: '"startTimeUnixNano":1768471200000000001,"endTimeUnixNano":1768471200000000999',
      want: { startUs: 1_768_471_200_000_000, startNsRem: 1, durationNs: 998 },
    },
    {
      title: 'times as strings',
      members: '"startTimeUnixNano":"1768471200000000001","endTimeUnixNano":"1768471200000000999"',
      want: { startUs: 1_768_471_200_000_000, startNsRem: 1, durationNs: 998 },
    },
    {
      title: 'kind and status by number',
      members: '"kind":4,"status":{"code":2,"message":"m"}',
      want: { kind: 4, statusCode: 2, statusMessage: 'm' },
    },
    {
      title: 'kind and status by name',
      members: '"kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_OK"}',
      want: { kind: 3, statusCode: 1 },
    },
    { title: 'flags beyond 2^31', members: '"flags":4294967295', want: { flags: 0xffff_ffff } },
    {
      title: 'null for texts, lists and messages',
      members: '"name":null,"attributes":null,"events":null,"links":[null],"status":null',
      want: { name: '', attributes: [], events: [], statusCode: 0 },
    },
    {
      title: 'unknown members of any shape',
      members: '"a":[1,-2.5e-3,{"b":[[],{},"]\\"}"]},true,false,null],"name":"x","c":""',
      want: { name: 'x' },
    },
    {
      title: 'of members of one name the last',
      members: '"name":"a","kind":3,"name":"","kind":0',
      want: { name: '', kind: 0 },
    },
    { title: 'white space anywhere', members: ' "name" :\t"x"\n, "kind"\r:\n3 ', want: { name: 'x', kind: 3 } },
  ];
  test.each(cases)('$title', ({ members, want }) => {
    expect(span(members)).toMatchObject(want);
  });

  test('resource, scope and schema urls, before or after the spans', () => {
    const text = `{"resourceSpans":[{"schemaUrl":"r","scopeSpans":[{"spans":[{}],"scope":{"name":"s","version":"1"},"schemaUrl":"u"}],
      "resource":{"droppedAttributesCount":"2","attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}}]}`;
    expect(decode(text)[0]).toMatchObject({
      resource: { serviceName: 'shop', schemaUrl: 'r', droppedAttributesCount: 2 },
      scope: { name: 's', version: '1', schemaUrl: 'u' },
    });
  });

  test('bytes that are not UTF-8 pass as they would in protobuf', () => {
    const head = utf8.encode(request('"name":"')).slice(0, -'}]}]}]}'.length);
    const bytes = Uint8Array.from([...head, 0xff, ...utf8.encode('"}]}]}]}')]);
    expect(decode(bytes)[0]?.name).toBe('invalid-span-name');
  });
});

describe('attribute values', () => {
  const cases: readonly { text: string; want: AttributeValue }[] = [
    { text: '{}', want: { type: 'empty' } },
    { text: 'null', want: { type: 'empty' } },
    { text: '{"stringValue":""}', want: { type: 'string', value: '' } },
    { text: '{"stringValue":null}', want: { type: 'string', value: '' } },
    { text: '{"stringValue":"\\"\\\\\\/\\b\\f\\n\\r\\t"}', want: { type: 'string', value: '"\\/\b\f\n\r\t' } },
    { text: '{"stringValue":"\\u00e9\\u20AC\\ud83d\\ude00é€😀"}', want: { type: 'string', value: 'é€😀é€😀' } },
    {
      text: '{"stringValue":"\\ud83d-\\ude00\\ud83d\\ud83d"}',
      want: { type: 'string', value: '\ufffd-\ufffd\ufffd\ufffd' },
    },
    { text: '{"stringValue":"\\ud83d\\ud83d\\ude00"}', want: { type: 'string', value: '\ufffd\ufffd\ufffd' } },
    { text: '{"stringValue":"\\ud83d\\u0041"}', want: { type: 'string', value: '\ufffdA' } },
    { text: '{"stringValue":"\\n\u0001"}', want: { type: 'string', value: '\n\u0001' } },
    { text: '{"boolValue":false}', want: { type: 'bool', value: false } },
    { text: '{"intValue":0}', want: { type: 'int', value: 0 } },
    { text: '{"intValue":"-9223372036854775808"}', want: { type: 'int', value: -(2n ** 63n) } },
    { text: '{"intValue":9223372036854775807}', want: { type: 'int', value: 2n ** 63n - 1n } },
    { text: '{"intValue":"+0000000000000000000000007"}', want: { type: 'int', value: 7 } },
    { text: '{"intValue":-0}', want: { type: 'int', value: 0 } },
    { text: '{"doubleValue":-0}', want: { type: 'double', value: -0 } },
    { text: '{"doubleValue":123456789012345}', want: { type: 'double', value: 123_456_789_012_345 } },
    { text: '{"doubleValue":1.5e300}', want: { type: 'double', value: 1.5e300 } },
    { text: '{"doubleValue":"5e-324"}', want: { type: 'double', value: 5e-324 } },
    { text: '{"doubleValue":"NaN"}', want: { type: 'double', value: Number.NaN } },
    { text: '{"doubleValue":"-Infinity"}', want: { type: 'double', value: Number.NEGATIVE_INFINITY } },
    { text: '{"bytesValue":""}', want: { type: 'bytes', value: new Uint8Array(0) } },
    { text: '{"bytesValue":"+/8="}', want: { type: 'bytes', value: Uint8Array.of(0xfb, 0xff) } },
    { text: '{"arrayValue":{}}', want: { type: 'array', value: [] } },
    { text: '{"arrayValue":null}', want: { type: 'array', value: [] } },
    {
      text: '{"arrayValue":{"values":[{},{"intValue":1}]}}',
      want: { type: 'array', value: [{ type: 'empty' }, { type: 'int', value: 1 }] },
    },
    {
      text: '{"kvlistValue":{"values":[{"key":"a"}]}}',
      want: { type: 'map', value: [{ key: 'a', value: { type: 'empty' } }] },
    },
    { text: '{"intValue":1,"stringValue":"last"}', want: { type: 'string', value: 'last' } },
    { text: '{"string_value":"snake"}', want: { type: 'string', value: 'snake' } },
  ];
  test.each(cases)('$text', ({ text, want }) => {
    expect(value(text)).toEqual(want);
  });
});

describe('refusals name the byte and the field', () => {
  const cases = [
    { text: '', says: 'expected an object, found the end', at: 0 },
    { text: '\uFEFF{}', says: 'found a byte order mark', at: 0 },
    { text: '[]', says: 'expected an object, found [', at: 0 },
    { text: '{"resourceSpans": [', says: 'resourceSpans[0]: expected an object, found the end', at: 19 },
    { text: '{"resourceSpans":{}}', says: 'resourceSpans: expected a list, found {', at: 17 },
    { text: '{"a":1,}', says: 'expected a member name, found }', at: 7 },
    { text: '{"a" 1}', says: 'expected ":", found 1', at: 5 },
    { text: '{"a":01}', says: 'a number must not start with 0', at: 5 },
    { text: '{"a":1.}', says: 'expected a digit', at: 7 },
    { text: '{"a":tru}', says: 'expected true, found t', at: 5 },
    { text: '{"a":"\u0001"}', says: 'a control character must be escaped', at: 6 },
    { text: '{"a":"\\x"}', says: 'illegal escape', at: 6 },
    { text: '{"a":"\\u12g4"}', says: 'illegal escape', at: 6 },
    { text: '{"a":"', says: 'the string does not end', at: 6 },
    { text: '{"a":[1 2]}', says: 'expected "," or "]", found 2', at: 8 },
    { text: '{"a":[1}', says: 'expected "," or "]", found }', at: 7 },
  ];
  test.each(cases)('$text', ({ text, says, at }) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'PAYLOAD_MALFORMED', offset: at });
    expect(error.message).toContain(says);
    expect(error.message).toContain(`at byte ${at}`);
  });

  const members = [
    { members: '"name":5', says: 'name: expected a string, found 5' },
    { members: '"parentSpanId":null', says: 'parentSpanId: expected a string, found n' },
    { members: '"kind":null', says: 'kind: expected a number, found n' },
    { members: '"kind":"SERVER"', says: 'kind: expected a number or one of SPAN_KIND_UNSPECIFIED' },
    { members: '"kind":2147483648', says: 'kind: expected a 32-bit integer' },
    { members: '"startTimeUnixNano":null', says: 'startTimeUnixNano: expected a number, found n' },
    { members: '"startTimeUnixNano":-1', says: 'startTimeUnixNano: expected an unsigned 64-bit integer' },
    { members: '"startTimeUnixNano":18446744073709551616', says: 'expected an unsigned 64-bit integer' },
    { members: '"startTimeUnixNano":1e18', says: 'expected an unsigned 64-bit integer' },
    { members: '"startTimeUnixNano":"1.0"', says: 'expected an unsigned 64-bit integer' },
    { members: '"startTimeUnixNano":""', says: 'expected an unsigned 64-bit integer' },
    { members: '"droppedLinksCount":4294967296', says: 'expected an unsigned 32-bit integer' },
    { members: '"traceId":"0102"', says: 'traceId: expected 32 hex digits, found 4 characters' },
    { members: '"spanId":"010203040506070g"', says: 'spanId: expected 16 hex digits' },
    {
      members: '"attributes":[{"key":"a"},{"value":{"boolValue":null}}]',
      says: 'attributes[1].value.boolValue: expected true or false, found n',
    },
    {
      members: '"attributes":[{"value":{"intValue":"9223372036854775808"}}]',
      says: 'intValue: expected a 64-bit integer',
    },
    {
      members: '"attributes":[{"value":{"intValue":-9223372036854775809}}]',
      says: 'intValue: expected a 64-bit integer',
    },
    {
      members: '"attributes":[{"value":{"doubleValue":1e400}}]',
      says: 'expected a number within the range of a double',
    },
    {
      members: '"attributes":[{"value":{"doubleValue":"0x10"}}]',
      says: 'expected a number within the range of a double',
    },
    { members: '"attributes":[{"value":{"bytesValue":null}}]', says: 'bytesValue: expected a string, found n' },
    { members: '"attributes":[{"value":{"bytesValue":"AAAAA"}}]', says: 'bytesValue: expected base64' },
    { members: '"attributes":[{"value":{"bytesValue":"-_8="}}]', says: 'bytesValue: expected base64' },
    { members: '"attributes":[{"value":{"bytesValue":"+/8"}}]', says: 'bytesValue: expected base64' },
    { members: '"attributes":[{"value":{"bytesValue":"A?=="}}]', says: 'bytesValue: expected base64' },
  ];
  test.each(members)('$members', ({ members: text, says }) => {
    expect(refusal(request(text)).message).toContain(says);
  });

  test('the path counts resources, scopes and spans', () => {
    const text = '{"resourceSpans":[{},{"scopeSpans":[{"spans":[{"name":"},["},{"name":1}]}]}]}';
    const error = refusal(text);
    expect(error.message).toBe(
      `resourceSpans[1].scopeSpans[0].spans[1].name: expected a string, found 1 at byte ${error.offset}`,
    );
    expect(text[error.offset ?? -1]).toBe('1');
  });
});

describe('limits', () => {
  const nested = (depth: number): string =>
    `${'{"arrayValue":{"values":['.repeat(depth - 1)}{}${']}}'.repeat(depth - 1)}`;

  test('attribute values nest 64 deep and no deeper', () => {
    expect(value(nested(64))?.type).toBe('array');
    expect(refusal(attributed(nested(65))).message).toContain('nested deeper than 64');
    expect(value(nested(64))).toEqual(value(nested(64)));
  });

  test('values side by side do not count as depth', () => {
    const many = Array(200).fill('{"arrayValue":{"values":[{}]}}').join(',');
    expect(value(`{"arrayValue":{"values":[${many}]}}`)).toMatchObject({ type: 'array' });
  });

  test.each(['[', '{"a":', '[{"a":'])('100,000 times %s in a member that is passed over is refused', (open) => {
    expect(refusal(`{"x":${open.repeat(100_000)}`).message).toContain('nested deeper than 512');
  });

  test('100,000 nested attribute values are refused', () => {
    expect(refusal(attributed('{"arrayValue":{"values":['.repeat(100_000))).message).toContain('nested deeper than 64');
  });

  test('a string of two million escapes costs what its bytes cost', () => {
    expect(span(`"name":"${'\\n'.repeat(1_000_000)}"`).name.length).toBe(1_000_000);
  });

  test('the batch owns bytes of the size of its spans, not of the request', () => {
    const batch = decodeOtlpJson(utf8.encode(`${request('"name":"x"')}${' '.repeat(1_000_000)}`), new NameTable());
    expect(batch.bytes.buffer.byteLength).toBeLessThan(100);
  });
});

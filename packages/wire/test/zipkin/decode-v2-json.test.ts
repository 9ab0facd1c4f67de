import { type Attribute, NameTable, type Span, TRAIT_DEBUG } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV2Json } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { refusalOf } from './refusal.ts';

const utf8 = new TextEncoder();

function decode(text: string): Span[] {
  return spansOf(decodeZipkinV2Json(utf8.encode(text), new NameTable()));
}

/** A span with these members besides its ids. */
function span(members: string): Span {
  return decode(`[${spanText(members)}]`)[0]!;
}

function spanText(members: string): string {
  return `{"traceId":"1","id":"2","timestamp":5${members === '' ? '' : `,${members}`}}`;
}

function tagged(tags: Readonly<Record<string, string>>, members = ''): Span {
  return span(`"tags":${JSON.stringify(tags)}${members === '' ? '' : `,${members}`}`);
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, 'value' in value ? value.value : null]));
}

describe('payloads without spans', () => {
  test.each(['[]', ' [ ] ', '[null]', '[null,null]'])('%s is one', (text) => expect(decode(text)).toEqual([]));
});

describe('ids', () => {
  test.each([
    ['1', '00000000000000000000000000000001'],
    ['abc', '00000000000000000000000000000abc'],
    ['8E30CCBE2A42C88D', '00000000000000008e30ccbe2a42c88d'],
    ['123456789012345678901234', '00000000123456789012345678901234'],
    ['0', '00000000000000000000000000000000'],
    ['81aa6baa9dfea0785389789ff980286f', '81aa6baa9dfea0785389789ff980286f'],
  ])('a trace id of any length up to 32 is filled up: %s', (sent, traceId) => {
    expect(decode(`[{"traceId":"${sent}","id":"1"}]`)[0]).toMatchObject({ traceId, spanId: '0000000000000001' });
  });

  test('a missing trace id is zero', () => {
    expect(decode('[{"id":"1"}]')[0]?.traceId).toBe('0'.repeat(32));
  });

  test('a span that names itself as its parent has none', () => {
    expect(span('"parentId":"0000000000000002"').parentSpanId).toBe('');
    expect(span('"parentId":"03"').parentSpanId).toBe('0000000000000003');
    expect(span('"parentId":null').parentSpanId).toBe('');
  });
});

describe('times', () => {
  test('microseconds become nanoseconds, exactly', () => {
    expect(span('"timestamp":1768471200000001,"duration":7')).toMatchObject({
      startUs: 1_768_471_200_000_001,
      startNsRem: 0,
      durationNs: 7000,
    });
  });

  test.each(['', '"timestamp":0', '"timestamp":null'])(
    'a span without a start has a tag that says so: %s',
    (members) => {
      const [got] = decode(`[{"id":"1","duration":3${members === '' ? '' : `,${members}`}}]`);
      expect(got).toMatchObject({ startUs: 0, durationNs: 3000 });
      expect(plain(got!.attributes)).toEqual({ 'otel.zipkin.absentField.startTime': true });
    },
  );

  test('times beyond 64 bits of nanoseconds end in the year 2255', () => {
    const got = span('"timestamp":18446744073709551615,"duration":18446744073709551615');
    expect(got.startUs).toBe(Number.MAX_SAFE_INTEGER);
  });
});

test('only the upper-case names of kinds count', () => {
  const kinds = ['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER', 'server', 'INTERNAL', ''];
  expect(kinds.map((kind) => span(`"kind":"${kind}"`).kind)).toEqual([3, 2, 4, 5, 0, 0, 0]);
  expect(span('"kind":null').kind).toBe(0);
});

test('the debug flag is a trait of the row and nothing in the span', () => {
  const text = `[${spanText('"debug":true')},${spanText('"localEndpoint":{"serviceName":"a"}')},${spanText('"debug":true')}]`;
  const batch = decodeZipkinV2Json(utf8.encode(text), new NameTable());
  expect([...batch.columns.traits]).toEqual([TRAIT_DEBUG, TRAIT_DEBUG, 0]);
  expect(spansOf(batch).map(({ flags, attributes }) => [flags, attributes])).toEqual([
    [0, []],
    [0, []],
    [0, []],
  ]);
});

describe('tags', () => {
  test('an error is a status, and a tag unless it is true', () => {
    expect(tagged({ error: 'boom' })).toMatchObject({ statusCode: 2 });
    expect(plain(tagged({ error: 'boom' }).attributes)).toEqual({ error: 'boom' });
    expect(tagged({ error: 'true' })).toMatchObject({ statusCode: 2, attributes: [] });
    expect(tagged({ error: '' }).statusCode).toBe(2);
    expect(tagged({ error: 'false' }).statusCode).toBe(2);
  });

  test("OpenTelemetry's status: its own names count, others are dropped without effect", () => {
    const description = { 'otel.status_description': 'd' };
    expect(tagged({ 'otel.status_code': 'STATUS_CODE_OK' })).toMatchObject({ statusCode: 1, attributes: [] });
    expect(tagged({ 'otel.status_code': 'STATUS_CODE_ERROR' })).toMatchObject({ statusCode: 2, attributes: [] });
    expect(tagged({ 'otel.status_code': 'ERROR', ...description })).toMatchObject({
      statusCode: 0,
      statusMessage: 'd',
      attributes: [],
    });
    expect(plain(tagged(description).attributes)).toEqual(description);
  });

  test('span.kind says internal, is dropped otherwise, and is a tag where there is a kind', () => {
    expect(tagged({ 'span.kind': 'internal' })).toMatchObject({ kind: 1, attributes: [] });
    expect(tagged({ 'span.kind': 'client' })).toMatchObject({ kind: 0, attributes: [] });
    const both = tagged({ 'span.kind': 'client' }, '"kind":"SERVER"');
    expect([both.kind, plain(both.attributes)]).toEqual([2, { 'span.kind': 'client' }]);
  });

  test('w3c.tracestate is the trace state', () => {
    expect(tagged({ 'w3c.tracestate': 'a=b' })).toMatchObject({ traceState: 'a=b', attributes: [] });
  });

  test('the instrumentation library is the scope; others of its tags stay tags', () => {
    const got = tagged({ 'otel.library.name': 'lib', 'otel.library.version': '1', 'otel.scope.name': 's' });
    expect([got.scope.name, got.scope.version, plain(got.attributes)]).toEqual([
      'lib',
      '1',
      { 'otel.scope.name': 's' },
    ]);
  });

  test('an endpoint replaces the tags it says the same as', () => {
    const tags = { 'net.host.ip': '9.9.9.9', 'net.host.port': '1', 'peer.service': 'p', 'net.peer.ip': 'x', k: 'v' };
    expect(plain(tagged(tags, '"localEndpoint":{"ipv4":"1.2.3.4"}').attributes)).toEqual({
      ...tags,
      'net.host.ip': '1.2.3.4',
    });
    expect(plain(tagged(tags, '"remoteEndpoint":{"serviceName":"r","ipv6":"::1","port":7}').attributes)).toEqual({
      ...tags,
      'peer.service': 'r',
      'net.peer.ip': '::1',
      'net.peer.port': 7,
    });
  });

  test('escapes in keys and values do not mix', () => {
    const text = span('"tags":{"a\\"b":"c\\nd","e\\u0066":"\\u010d","plain":"x"}');
    expect(plain(text.attributes)).toEqual({ 'a"b': 'c\nd', ef: 'č', plain: 'x' });
  });

  test('null is an empty value', () => {
    expect(plain(span('"tags":{"a":null}').attributes)).toEqual({ a: '' });
  });
});

describe('links', () => {
  const ids = '2dce3f21bc60091c3bc80f879c75d74f|eb91ca5d4f740b83';
  test('a tag otlp.link.N is a link', () => {
    const got = tagged({ 'otlp.link.0': `${ids}|x=y|{"a":"b|c","n":1,"d":0.5,"t":true}|3` });
    expect(got.attributes).toEqual([]);
    expect(got.links).toMatchObject([
      { traceId: ids.slice(0, 32), spanId: ids.slice(33), traceState: 'x=y', droppedAttributesCount: 3 },
    ]);
    expect(plain(got.links[0]!.attributes)).toEqual({ a: 'b|c', n: 1, d: 0.5, t: true });
  });

  test('with fewer parts than a link has it is dropped', () => {
    expect(tagged({ 'otlp.link.0': 'garbage' })).toMatchObject({ links: [], attributes: [] });
  });

  test.each([
    `zz${ids.slice(2)}|x=y|{}|0`,
    `${ids}|x=y|[]|0`,
    `${ids}|x=y|{}|many`,
    `${ids}|x=y|{"a"}|0`,
    `${ids}|x=y|{} {}|0`,
    `1${ids}|x=y|{}|0`,
    `${ids}|x=y|{}|4294967296`,
  ])('what only looks like one stays a tag: %s', (text) => {
    expect(plain(tagged({ 'otlp.link.0': text }).attributes)).toEqual({ 'otlp.link.0': text });
  });
});

describe('annotations', () => {
  const events = (value: string): Span['events'] =>
    span(`"annotations":[{"timestamp":7,"value":${JSON.stringify(value)}}]`).events;

  test.each([
    ['a', 'a'],
    ['', ''],
    ['a|b', 'a'],
    ['{"event":"x"}', '{"event":"x"}'],
    ['a|{"k":1}|x', 'a|{"k":1}|x'],
    ['a|no json|1', 'a|no json|1'],
    ['||', '||'],
  ])('%s is an event named %s', (value, name) => {
    expect(events(value)).toMatchObject([{ timeUs: 7, name, attributes: [], droppedAttributesCount: 0 }]);
  });

  test('name, attributes and dropped count of an event, as OpenTelemetry packs them', () => {
    const value = 'n|{"s":"a|b","i":-2,"w":2.0,"d":0.5,"b":false,"z":null,"l":[1, 2],"big":1e300}|3';
    const [event] = events(value);
    expect(event).toMatchObject({ name: 'n', droppedAttributesCount: 3 });
    expect(plain(event!.attributes)).toEqual({ s: 'a|b', i: -2, w: 2, d: 0.5, b: false, l: '[1, 2]', big: 1e300 });
  });

  test('the value may come first and have escapes', () => {
    expect(span('"annotations":[{"value":"a\\tb","x":"\\n","timestamp":1}]').events).toMatchObject([
      { timeUs: 1, name: 'a\tb' },
    ]);
  });
});

describe('what is about the process goes to the resource', () => {
  const spans = (tags: readonly Readonly<Record<string, string>>[], service = 'svc'): Span[] =>
    decode(
      `[${tags.map((one) => spanText(`"localEndpoint":{"serviceName":"${service}"},"tags":${JSON.stringify(one)}`)).join()}]`,
    );
  const shared = { 'host.name': 'h', 'service.version': '1' };

  test('once, when all spans say the same', () => {
    const got = spans([
      { ...shared, k: '1' },
      { ...shared, k: '2' },
    ]);
    expect(plain(got[0]!.resource.attributes)).toEqual({ 'service.name': 'svc', ...shared });
    expect(got.map(({ attributes }) => plain(attributes))).toEqual([{ k: '1' }, { k: '2' }]);
  });

  test('from the last span; what others say differently stays on them', () => {
    const got = spans([
      { 'host.name': 'h', 'os.type': 'linux' },
      { 'service.version': '1', 'host.name': 'h' },
    ]);
    expect(plain(got[0]!.resource.attributes)).toEqual({
      'service.name': 'svc',
      'service.version': '1',
      'host.name': 'h',
    });
    expect(got.map(({ attributes }) => plain(attributes))).toEqual([{ 'os.type': 'linux' }, {}]);
  });

  test('the tag service.name of the last span renames all', () => {
    const got = spans([{}, { 'service.name': 'svc' }, { 'host.name': 'h', 'service.name': 'other' }]);
    expect(got.map(({ resource }) => resource.serviceName)).toEqual(['other', 'other', 'other']);
    expect(got[0]!.resource.attributes).toHaveLength(2);
  });

  test('stays on the spans of a service without a name', () => {
    const [got] = spans([shared], '');
    expect([got!.resource.attributes, plain(got!.attributes)]).toEqual([[], shared]);
    expect(got!.resource.serviceName).toBe('missing-service-name');
  });
});

describe('malformed payloads are refused with span, field and offset', () => {
  test.each([
    ['', 'expected a list of spans, found the end at byte 0'],
    ['null', 'expected a list of spans, found n at byte 0'],
    ['{}', 'expected a list of spans, found { at byte 0'],
    ['[5]', '[0]: expected an object, found 5 at byte 1'],
    ['[{]', '[0]: expected a member name, found ] at byte 2'],
    ['[{"id":"1"}', '[0]: expected "," or "]", found the end at byte 11'],
    ['[{"id":"1"}] x', 'expected the end, found x at byte 13'],
    ['[{"traceId":"1"}]', '[0]: valid span id required at byte 1'],
    ['[{"id":"1"},{"id":"0"}]', '[1]: valid span id required at byte 12'],
    ['[{"id":"1"},{"id":"1g"}]', '[1].id: expected up to 16 hex digits, found "1g" at byte 18'],
    ['[{"id":"12345678901234567"}]', '[0].id: expected up to 16 hex digits, found "12345678901234567" at byte 7'],
    [
      `[{"traceId":"${'1'.repeat(50)}"}]`,
      `[0].traceId: expected up to 32 hex digits, found "${'1'.repeat(40)}" at byte 12`,
    ],
    ['[{"id":5}]', '[0].id: expected a string, found 5 at byte 7'],
    ['[{"id":"1","timestamp":"5"}]', '[0].timestamp: expected a number, found " at byte 23'],
    ['[{"id":"1","timestamp":-5}]', '[0].timestamp: expected an unsigned 64-bit integer at byte 23'],
    ['[{"id":"1","duration":1.5}]', '[0].duration: expected an unsigned 64-bit integer at byte 22'],
    ['[{"id":"1","debug":1}]', '[0].debug: expected true or false, found 1 at byte 19'],
    ['[{"id":"1","tags":[]}]', '[0].tags: expected an object, found [ at byte 18'],
    ['[{"id":"1","tags":{"a":1}}]', '[0].tags.a: expected a string, found 1 at byte 23'],
    [
      '[{"id":"1","annotations":[{"value":"a"}]}]',
      '[0].annotations[0]: valid annotation timestamp required at byte 26',
    ],
    [
      '[{"id":"1","annotations":[{"timestamp":0}]}]',
      '[0].annotations[0]: valid annotation timestamp required at byte 26',
    ],
    ['[{"id":"1","localEndpoint":{"ipv4":"1.2.3"}}]', '[0].localEndpoint.ipv4: expected an IP address at byte 35'],
    ['[{"id":"1","remoteEndpoint":{"port":65536}}]', '[0].remoteEndpoint.port: expected a port up to 65535 at byte 36'],
  ])('%s', (text, message) => {
    const error = refusalOf(decodeZipkinV2Json, text);
    expect([error.code, error.message]).toEqual(['PAYLOAD_MALFORMED', message]);
    expect(message).toContain(`at byte ${error.offset}`);
  });
});

test('unknown members of every object are passed over', () => {
  const extra = '"x":{"y":[1,{"z":"}"}]},';
  const text =
    `[{${extra}"id":"1","localEndpoint":{${extra}"serviceName":"a"},` +
    `"annotations":[{${extra}"timestamp":1,"value":"v"}],"shared":true}]`;
  expect(decode(text)).toMatchObject([{ resource: { serviceName: 'a' }, events: [{ name: 'v' }] }]);
});

test('member names written with escapes are known', () => {
  expect(decode('[{"\\u0069d":"1","n\\u0061me":"n"}]')).toMatchObject([{ spanId: '0000000000000001', name: 'n' }]);
});

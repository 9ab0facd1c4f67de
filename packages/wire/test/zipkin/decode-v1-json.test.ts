import { type Attribute, NameTable, type Span, TRAIT_DEBUG } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV1Json } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { refusalOf } from './refusal.ts';

const IDS = '"traceId":"00000000000000aa","id":"0000000000000001"';

function decode(text: string): Span[] {
  return spansOf(decodeZipkinV1Json(new TextEncoder().encode(text), new NameTable(), 99));
}

function spans(members: string): Span[] {
  return decode(`[{${IDS},"timestamp":5,${members}}]`);
}

/** One with these tags. */
function tagged(tags: Readonly<Record<string, unknown>>): Span {
  const annotations = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return spans(`"binaryAnnotations":${JSON.stringify(annotations)}`)[0]!;
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, 'value' in value ? value.value : null]));
}

test.each(['[]', ' [ ] '])('%s is a payload without spans', (text) => expect(decode(text)).toEqual([]));

test('a v2 span is one without host and annotations', () => {
  const [got] = spans('"localEndpoint":{"serviceName":"a"},"tags":{"a":"b"},"kind":"CLIENT"');
  expect(got).toMatchObject({ kind: 0, attributes: [], resource: { serviceName: 'unknown-service' } });
});

describe('values of binary annotations', () => {
  test.each([
    ['"x"', 'x'],
    ['true', true],
    ['false', false],
    ['5', 5],
    ['-7', -7],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['99999999999999999999', 1e20],
    ['null', ''],
  ])('%s is kept with its type', (text, value) => {
    const [got] = spans(`"binaryAnnotations":[{"key":"k","value":${text},"type":"I16"}]`);
    expect(plain(got!.attributes)).toEqual({ k: value });
  });

  test('of several with one key the last counts, however many there are', () => {
    const many = Array.from({ length: 60 }, (_, i) => `{"key":"k${i % 40}","value":"${i}"}`).join();
    const [got] = spans(`"binaryAnnotations":[${many}]`);
    expect(got!.attributes).toHaveLength(40);
    expect(plain(got!.attributes)).toMatchObject({ k0: '40', k19: '59', k20: '20', k39: '39' });
  });
});

describe('the status', () => {
  test.each([
    { tags: { error: '' }, status: [2, ''], left: {} },
    { tags: { error: true, 'http.status_code': '200' }, status: [2, ''], left: { 'http.status_code': '200' } },
    { tags: { 'census.status_code': '0', error: 'x' }, status: [1, ''], left: {} },
    { tags: { 'census.status_code': 3, 'census.status_description': 'c' }, status: [2, 'c'], left: {} },
    { tags: { 'census.status_code': '+7', 'opencensus.status_description': 'o' }, status: [2, 'o'], left: {} },
    { tags: { 'otel.status_code': 1, 'otel.status_description': 'o' }, status: [1, 'o'], left: {} },
    { tags: { 'otel.status_code': 'ERROR', error: 'x', 'otel.status_description': 'o' }, status: [2, 'o'], left: {} },
    { tags: { 'otel.status_code': '99999999999' }, status: [0, ''], left: {} },
    { tags: { 'otel.status_code': 'x'.repeat(99) }, status: [0, ''], left: {} },
    { tags: { 'otel.status_description': 'alone' }, status: [0, 'alone'], left: {} },
    { tags: { 'http.status_code': 404 }, status: [2, ''], left: { 'http.status_code': 404 } },
    { tags: { 'http.status_code': '302' }, status: [0, ''], left: { 'http.status_code': '302' } },
    { tags: { 'http.status_code': 'many' }, status: [0, ''], left: { 'http.status_code': 'many' } },
    {
      tags: { 'http.status_code': '500', 'http.status_message': 'oh' },
      status: [2, 'oh'],
      left: { 'http.status_code': '500', 'http.status_message': 'oh' },
    },
  ])('$tags', ({ tags, status, left }) => {
    const got = tagged(tags);
    expect([[got.statusCode, got.statusMessage], plain(got.attributes)]).toEqual([status, left]);
  });
});

describe('the host', () => {
  const annotation = (value: string, service: string): string =>
    `{"timestamp":7,"value":"${value}","endpoint":{"serviceName":"${service}","ipv4":"10.0.0.1","ipv6":"::1","port":80}}`;
  const tag = (key: string, value: string, service: string): string =>
    `{"key":"${key}","value":"${value}","endpoint":{"serviceName":"${service}","port":1}}`;

  test.each([
    {
      title: 'of the first core annotation with a name',
      members: `"annotations":[${annotation('note', 'x')},${annotation('cs', '')},${annotation('cr', 'a')}]`,
      service: 'a',
    },
    {
      title: 'of the last binary annotation with a name',
      members: `"binaryAnnotations":[${tag('k', 'v', 'a')},${tag('l', 'w', 'b')},${tag('m', 'x', '')}]`,
      service: 'b',
    },
    { title: 'is the local component', members: `"binaryAnnotations":[${tag('lc', 'comp', '')}]`, service: 'comp' },
    { title: 'is not known', members: `"annotations":[${annotation('note', 'x')}]`, service: 'unknown-service' },
  ])('$title', ({ members, service }) => {
    expect(spans(members)[0]!.resource.serviceName).toBe(service);
  });

  test('address and port are attributes of the resource, if a core annotation has them', () => {
    expect(plain(spans(`"annotations":[${annotation('sr', 'a')}]`)[0]!.resource.attributes)).toEqual({
      'service.name': 'a',
      ipv4: '10.0.0.1',
      ipv6: '::1',
      port: '80',
    });
    expect(plain(spans(`"binaryAnnotations":[${tag('k', 'v', 'a')}]`)[0]!.resource.attributes)).toEqual({
      'service.name': 'a',
    });
  });
});

describe('the other side of sa, ca and ma', () => {
  const peer = (endpoint: string): Record<string, unknown> =>
    plain(spans(`"binaryAnnotations":[{"key":"sa","value":true,"endpoint":${endpoint}}]`)[0]!.attributes);

  test('becomes peer tags beside the tag', () => {
    expect(peer('{"serviceName":"b","ipv4":"255.0.0.1","port":65535}')).toEqual({
      sa: true,
      'peer.service': 'b',
      'peer.ipv4': 0xff00_0001,
      'peer.port': 65_535,
    });
  });

  test('an IPv6 address is its bytes, what is no address a text', () => {
    expect(peer('{"ipv6":"::1","ipv4":"here"}')).toEqual({
      sa: true,
      'peer.ipv4': 'here',
      'peer.ipv6': Uint8Array.from([...new Array<number>(15).fill(0), 1]),
    });
    expect(peer('{"ipv6":"there"}')).toEqual({ sa: true, 'peer.ipv6': 'there' });
  });

  test('nothing of it is nothing', () => {
    expect(peer('null')).toEqual({ sa: true });
    expect(peer('{}')).toEqual({ sa: true });
  });
});

test('a span of both sides is two, each with its own times and host', () => {
  const at = (value: string, us: number, service: string): string =>
    `{"timestamp":${us},"value":"${value}","endpoint":{"serviceName":"${service}"}}`;
  const got = decode(
    `[{${IDS},"name":"n","debug":true,"annotations":[${at('cs', 10, 'a')},${at('sr', 20, 'b')},${at('x', 25, 'b')},` +
      `${at('ss', 30, 'b')},${at('cr', 40, 'a')}],"binaryAnnotations":[{"key":"k","value":"v"}]}]`,
  );
  const facts = got.map((span) => [span.name, span.kind, span.resource.serviceName, span.startUs, span.durationNs]);
  expect(facts).toEqual([
    ['n', 3, 'a', 10, 30_000],
    ['n', 2, 'b', 20, 10_000],
  ]);
  expect(got.map(({ attributes, events }) => [attributes.length, events.length])).toEqual([
    [1, 1],
    [0, 0],
  ]);
});

test('a span that says no time at all begins and ends when it comes', () => {
  const [got] = decode(`[{${IDS}}]`);
  expect(got).toMatchObject({ startUs: 99, durationNs: 1 });
  expect(plain(got!.attributes)).toEqual({ 'otel.zipkin.absentField.startTime': true });
});

test('times before 1970 are its beginning', () => {
  expect(spans('"annotations":[{"timestamp":-9,"value":"x"}]')[0]!.events[0]!.timeUs).toBe(0);
});

test('the debug flag is a trait of the row', () => {
  const bytes = new TextEncoder().encode(`[{${IDS},"debug":true},{${IDS}}]`);
  expect([...decodeZipkinV1Json(bytes, new NameTable()).columns.traits]).toEqual([TRAIT_DEBUG, 0]);
});

describe('malformed payloads are refused with span, field and offset', () => {
  test.each([
    ['', 'expected a list of spans, found the end at byte 0'],
    ['[null]', '[0]: traceId: expected an id other than zero at byte 1'],
    ['[{"id":"0000000000000001"}]', '[0]: traceId: expected an id other than zero at byte 1'],
    ['[{"traceId":"1"}]', '[0].traceId: expected 16 or 32 hex digits, found 1 characters at byte 12'],
    ['[{"traceId":"000000000000000g"}]', '[0].traceId: expected 16 or 32 hex digits, found 16 characters at byte 12'],
    ['[{"traceId":"00000000000000aa","id":"0000000000000000"}]', '[0]: id: expected an id other than zero at byte 1'],
    ['[{"id":"01"}]', '[0].id: expected 16 hex digits, found 2 characters at byte 7'],
    ['[{"parentId":"01"}]', '[0].parentId: expected 16 hex digits, found 2 characters at byte 13'],
    ['[{"timestamp":"1"}]', '[0].timestamp: expected a number, found " at byte 14'],
    ['[{"annotations":[{"value":5}]}]', '[0].annotations[0].value: expected a string, found 5 at byte 26'],
    [
      '[{"binaryAnnotations":[{"key":"k","value":{}}]}]',
      '[0].binaryAnnotations[0].value: expected a number, found { at byte 42',
    ],
    [
      '[{"annotations":[{"endpoint":{"port":-1}}]}]',
      '[0].annotations[0].endpoint.port: expected an unsigned 32-bit integer at byte 37',
    ],
    ['[] []', 'expected the end, found [ at byte 3'],
  ])('%s', (text, message) => {
    const error = refusalOf(decodeZipkinV1Json, text);
    expect([error.code, error.message]).toEqual(['PAYLOAD_MALFORMED', message]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jaegerLogFields, jaegerTags, matches, processTags, valueText } from '../../src/index.ts';
import { attribute, event, type Plain, resource, scope, span } from '../support/build.ts';

const full = span({
  scope: scope('lib', '1.0'),
  kind: 2,
  statusCode: 2,
  statusMessage: 'broke',
  traceState: 'a=1',
  fields: {
    s: 'text',
    i: 42,
    d: { double: 0.1 },
    b: true,
    bytes: Uint8Array.of(0, 255),
    list: [1, 'a'],
    'span.kind': 'client',
  },
  events: [event('cache miss', { k: 'v' }), event('own', { event: 'sent' }), event('', { x: 1 })],
  resource: resource('shop', { zone: 'eu', s: 'process' }),
});

const has = (key: string, text: string, of = full): boolean => matches({ op: 'tag', key, text }, of);

describe('tag search finds the text of', () => {
  const found = [
    ['a string', 's', 'text'],
    ['an int', 'i', '42'],
    ['a double', 'd', '0.1'],
    ['a bool', 'b', 'true'],
    ['bytes as hex', 'bytes', '00ff'],
    ['an array as JSON', 'list', '[1,"a"]'],
    ['a process tag', 'zone', 'eu'],
    ['a process tag that a span tag shadows', 's', 'process'],
    ['a log field', 'k', 'v'],
    ['an event’s name', 'event', 'cache miss'],
    ['an event attribute of that key', 'event', 'sent'],
    ['the scope’s name', 'otel.scope.name', 'lib'],
    ['the scope’s version', 'otel.scope.version', '1.0'],
    ['the kind', 'span.kind', 'server'],
    ['an attribute named like a derived tag', 'span.kind', 'client'],
    ['the status', 'otel.status_code', 'ERROR'],
    ['the error tag', 'error', 'true'],
    ['the status message', 'otel.status_description', 'broke'],
    ['the trace state', 'w3c.tracestate', 'a=1'],
  ] as const;
  for (const [what, key, text] of found) test(what, () => expect(has(key, text)).toBe(true));
});

describe('tag search does not find', () => {
  const absent = [
    ['another text', 's', 'tex'],
    ['another case', 's', 'Text'],
    ['a key in other words', 'S', 'text'],
    ['the service name', 'service.name', 'shop'],
    ['an event’s name that an attribute replaces', 'event', 'own'],
    ['an empty event name', 'event', ''],
    ['a tag that is not there', 'missing', ''],
  ] as const;
  for (const [what, key, text] of absent) test(what, () => expect(has(key, text)).toBe(false));

  test('derived tags that are unset', () => {
    for (const key of ['otel.scope.name', 'span.kind', 'otel.status_code', 'error', 'w3c.tracestate']) {
      expect(has(key, '', span())).toBe(false);
    }
  });
  test('derived tags of a native span', () => {
    expect(has('span.kind', 'server', span({ native: true, kind: 2 }))).toBe(false);
  });
  test('warnings sent as an attribute', () => {
    expect(has('@jaeger@warnings', 'w', span({ fields: { '@jaeger@warnings': 'w' } }))).toBe(false);
    expect(has('@jaeger@warnings', 'w', span({ native: true, fields: { '@jaeger@warnings': 'w' } }))).toBe(true);
  });
});

test('tag search agrees with the tags Jaeger shows, for any span', () => {
  const keys = fc.constantFrom(
    'a',
    'event',
    'error',
    'span.kind',
    'otel.status_code',
    'otel.scope.name',
    'service.name',
  );
  const plain: fc.Arbitrary<Plain> = fc.oneof(
    fc.constantFrom<Plain>('true', 'ERROR', 'server', '', 'x'),
    fc.boolean(),
    fc.nat(2),
  );
  const list = fc
    .array(fc.tuple(keys, plain), { maxLength: 4 })
    .map((pairs) => pairs.map(([key, each]) => attribute(key, each)));
  const spans = fc
    .record({
      attributes: list,
      fields: list,
      process: list,
      name: fc.constantFrom('', 'x'),
      kind: fc.nat(6),
      statusCode: fc.nat(2),
      native: fc.boolean(),
    })
    .map(({ fields, process, name, ...rest }) =>
      span({
        ...rest,
        scope: scope(name),
        events: [{ ...event(name), attributes: fields }],
        resource: { ...resource('x'), attributes: process },
      }),
    );
  fc.assert(
    fc.property(spans, keys, fc.constantFrom('true', 'ERROR', 'server', '', 'x', '1'), (of, key, text) => {
      const shown = [...jaegerTags(of), ...processTags(of.resource), ...of.events.flatMap(jaegerLogFields)];
      const want = shown.some((tag) => tag.key === key && String(tag.value) === text);
      expect(has(key, text, of)).toBe(want);
    }),
    { numRuns: 500 },
  );
  expect(valueText({ type: 'bool', value: true })).toBe('true');
});

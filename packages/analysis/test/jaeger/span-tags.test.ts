import type { Resource } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { jaegerFlags, jaegerLogFields, jaegerTags, jaegerWarnings, processKey, processTags } from '../../src/index.ts';
import { attribute, event, keysOf, resource, scope, span } from '../support/build.ts';

describe('tags of a span that came as OTLP', () => {
  test('derived tags stand around the attributes, in the order of a raw answer', () => {
    const tags = jaegerTags(
      span({
        scope: scope('lib', '1.0'),
        fields: { z: 1, a: 'x' },
        kind: 2,
        statusCode: 2,
        statusMessage: 'broke',
        traceState: 'a=1',
      }),
    );
    expect(tags).toEqual([
      { key: 'otel.scope.name', type: 'string', value: 'lib' },
      { key: 'otel.scope.version', type: 'string', value: '1.0' },
      { key: 'z', type: 'int64', value: 1 },
      { key: 'a', type: 'string', value: 'x' },
      { key: 'span.kind', type: 'string', value: 'server' },
      { key: 'otel.status_code', type: 'string', value: 'ERROR' },
      { key: 'error', type: 'bool', value: true },
      { key: 'otel.status_description', type: 'string', value: 'broke' },
      { key: 'w3c.tracestate', type: 'string', value: 'a=1' },
    ]);
  });

  test('nothing set, no tag', () => expect(jaegerTags(span())).toEqual([]));

  const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer', ''];
  for (const [kind, want] of kinds.entries()) {
    test(`kind ${kind} gives ${want === '' ? 'no tag' : want}`, () => {
      const tags = jaegerTags(span({ kind }));
      expect(tags).toEqual(want === '' ? [] : [{ key: 'span.kind', type: 'string', value: want }]);
    });
  }

  test('status OK gives no error tag', () => {
    expect(jaegerTags(span({ statusCode: 1 }))).toEqual([{ key: 'otel.status_code', type: 'string', value: 'OK' }]);
  });
  test('a message without a status is still described', () => {
    expect(keysOf(jaegerTags(span({ statusMessage: 'm' })))).toEqual(['otel.status_description']);
  });
  test('an attribute named like a derived tag does not replace it', () => {
    const tags = jaegerTags(span({ fields: { 'span.kind': 'client', error: false }, kind: 2, statusCode: 2 }));
    expect(tags.map((tag) => [tag.key, tag.value])).toEqual([
      ['span.kind', 'client'],
      ['error', false],
      ['span.kind', 'server'],
      ['otel.status_code', 'ERROR'],
      ['error', true],
    ]);
  });
  test('duplicate attributes are kept in order', () => {
    const twice = span({ attributes: [attribute('k', 'b'), attribute('k', 'a')] });
    expect(jaegerTags(twice).map((tag) => tag.value)).toEqual(['b', 'a']);
  });
  test('scope attributes, flags and dropped counts do not show', () => {
    const rich = span({
      flags: 257,
      droppedAttributesCount: 3,
      scope: { ...scope(), attributes: [attribute('s', 1)] },
    });
    expect(jaegerTags(rich)).toEqual([]);
    expect(jaegerFlags(rich)).toBe(0);
  });
});

describe('a native span', () => {
  test('shows its attributes verbatim and nothing else', () => {
    const native = span({
      native: true,
      kind: 2,
      statusCode: 2,
      traceState: 'a=1',
      scope: scope('lib'),
      fields: { b: 1, a: 2 },
    });
    expect(keysOf(jaegerTags(native))).toEqual(['b', 'a']);
  });
  test('shows its flags', () => expect(jaegerFlags(span({ native: true, flags: 3 }))).toBe(3));
});

describe('warnings', () => {
  const warned = { '@jaeger@warnings': ['w1', 'w2'] };
  test('those sent as an attribute lead and are no tag', () => {
    const sent = span({ fields: warned, warnings: ['own'] });
    expect(jaegerWarnings(sent)).toEqual(['w1', 'w2', 'own']);
    expect(jaegerTags(sent)).toEqual([]);
  });
  test('a single text is one warning', () => {
    expect(jaegerWarnings(span({ fields: { '@jaeger@warnings': 'one' } }))).toEqual(['one']);
  });
  test('an empty list is no warning but a tag', () => {
    const empty = span({ fields: { '@jaeger@warnings': [] } });
    expect(jaegerWarnings(empty)).toEqual([]);
    expect(jaegerTags(empty)).toEqual([{ key: '@jaeger@warnings', type: 'string', value: '[]' }]);
  });
  test('what is no text in a list is an empty warning, other values are shown', () => {
    expect(jaegerWarnings(span({ fields: { '@jaeger@warnings': [1, 'w'] } }))).toEqual(['', 'w']);
    expect(jaegerWarnings(span({ fields: { '@jaeger@warnings': 5 } }))).toEqual(['5']);
  });
  test('a native span has the attribute as a tag', () => {
    const native = span({ native: true, fields: warned, warnings: ['own'] });
    expect(jaegerWarnings(native)).toEqual(['own']);
    expect(keysOf(jaegerTags(native))).toEqual(['@jaeger@warnings']);
  });
});

describe('log fields', () => {
  test('the name leads as field event', () => {
    expect(keysOf(jaegerLogFields(event('late', { z: 1, a: 2 })))).toEqual(['event', 'z', 'a']);
  });
  test('no name, no field', () => expect(keysOf(jaegerLogFields(event('', { k: 1 })))).toEqual(['k']));
  test('an attribute event of any type suppresses the name', () => {
    const fields = jaegerLogFields(event('own', { b: 1, event: 5 }));
    expect(fields.map((field) => [field.key, field.value])).toEqual([
      ['b', 1],
      ['event', 5],
    ]);
  });
});

describe('process', () => {
  test('service.name is no tag, whatever its type', () => {
    const odd = {
      ...resource('service-name-wrong-type'),
      attributes: [attribute('service.name', 42), attribute('x', 'y')],
    };
    expect(keysOf(processTags(odd))).toEqual(['x']);
  });
  test('a native process keeps a tag service.name besides its name', () => {
    const own = { ...resource('a'), attributes: [attribute('service.name', 'z'), attribute('service.name', 'a')] };
    expect(processTags(own, true)).toEqual([{ key: 'service.name', type: 'string', value: 'z' }]);
  });
  test('identity: same name and tags in any order', () => {
    expect(processKey(resource('a', { x: 1, y: 2 }))).toBe(processKey(resource('a', { y: 2, x: 1 })));
  });
  const differ: readonly (readonly [string, Resource, Resource])[] = [
    ['name', resource('a'), resource('b')],
    ['value', resource('a', { x: 1 }), resource('a', { x: 2 })],
    ['type', resource('a', { x: 1 }), resource('a', { x: '1' })],
    ['bytes', resource('a', { x: Uint8Array.of(1) }), resource('a', { x: Uint8Array.of(2) })],
    [
      'number of equal tags',
      resource('a', { x: 1 }),
      { ...resource('a'), attributes: [attribute('x', 1), attribute('x', 1)] },
    ],
  ];
  for (const [what, a, b] of differ)
    test(`identity: another ${what} is another process`, () => expect(processKey(a)).not.toBe(processKey(b)));
});

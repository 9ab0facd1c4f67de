import type { Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { adjusted, attribute, event, link, resource, scope, span, TRACE_ID, trace } from '../support/build.ts';

const base = (): Span =>
  span({
    fields: { k: 'v' },
    events: [event('e', { x: 1 })],
    links: [link('9', '', 'f'.repeat(32))],
    scope: scope('lib'),
  });
const left = (...spans: Span[]): number => adjusted(trace(...spans)).spans.length;

describe('exact duplicates', () => {
  test('are dropped, the first stays in place', () => {
    const [first, second] = [base(), base()];
    const of = adjusted(trace(first, span({ spanId: '2' }), second));
    expect(of.spans.map((each) => each.spanId)).toEqual([first.spanId, `${'0'.repeat(15)}2`]);
    expect(of.spans[0]).toBe(first);
  });
  test('are recognised whatever the order of their attributes', () => {
    expect(left(span({ fields: { a: 1, b: 2 } }), span({ fields: { b: 2, a: 1 } }))).toBe(1);
  });
  test('are recognised across resource objects of equal content', () => {
    expect(left(span({ resource: resource('s', { x: 1 }) }), span({ resource: resource('s', { x: 1 }) }))).toBe(1);
  });
});

describe('a difference keeps both:', () => {
  const differences: Readonly<Record<string, (of: Span) => void>> = {
    name: (of) => (of.name = 'other'),
    flags: (of) => (of.flags = 1),
    kind: (of) => (of.kind = 1),
    start: (of) => (of.startNsRem = 1),
    duration: (of) => (of.durationNs = 5),
    status: (of) => (of.statusCode = 1),
    'status message': (of) => (of.statusMessage = 'm'),
    'trace state': (of) => (of.traceState = 't'),
    'dropped counts': (of) => (of.droppedEventsCount = 1),
    'an attribute more': (of) => of.attributes.push(attribute('k', 'v')),
    'type of a value': (of) => (of.attributes = [attribute('k', Uint8Array.of(118))]),
    'int or double': (of) => (of.attributes = [attribute('k', { double: 1 })]),
    'an event': (of) => of.events.push(event('e')),
    'an event’s attribute': (of) => of.events[0]!.attributes.push(attribute('y', 1)),
    'a link’s attribute': (of) => of.links[0]!.attributes.push(attribute('y', 1)),
    'a warning': (of) => of.warnings.push('w'),
    resource: (of) => (of.resource = resource('other')),
    'resource attribute': (of) => (of.resource = resource('svc', { x: 1 })),
    scope: (of) => (of.scope = scope('lib', '2')),
    'schema URL': (of) => (of.scope = { ...of.scope, schemaUrl: 'u' }),
  };
  for (const [what, change] of Object.entries(differences)) {
    test(what, () => {
      const other = base();
      change(other);
      expect(left(base(), other)).toBe(2);
    });
  }
  const pairs = [
    ['NaN and null', { double: Number.NaN }, null],
    ['NaN and infinity', { double: Number.NaN }, { double: Infinity }],
    ['0 and -0', { double: 0 }, { double: -0 }],
    ['1 and 1.0', 1, { double: 1 }],
    ['nesting', [[1], 2], [[1, 2]]],
    ['an array and a map', ['a'], { map: { a: 'a' } }],
  ] as const;
  for (const [what, a, b] of pairs) {
    test(what, () => expect(left(span({ fields: { k: a } }), span({ fields: { k: b } }))).toBe(2));
  }
});

test('100,000 spans of one id are compared in linear time', () => {
  const spans = Array.from({ length: 100_000 }, (_, i) => span({ name: `n${i % 50_000}` }));
  const cpu = process.cpuUsage();
  expect(adjusted({ traceId: TRACE_ID, spans }).spans).toHaveLength(50_000);
  expect(process.cpuUsage(cpu).user).toBeLessThan(5_000_000);
});

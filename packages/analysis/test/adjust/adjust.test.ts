import type { Span, Trace } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjust } from '../../src/index.ts';
import {
  adjusted,
  attribute,
  drain,
  event,
  link,
  resource,
  START_US,
  span,
  TRACE_ID,
  trace,
} from '../support/build.ts';

/** Few ids, so that repeats, cycles, self parents and missing parents are the rule. */
const spans: fc.Arbitrary<Span[]> = fc.array(
  fc
    .record({
      spanId: fc.constantFrom('1', '2', '3', '4'),
      parentSpanId: fc.constantFrom('', '1', '2', '3', '4', 'dead'),
      kind: fc.nat(5),
      name: fc.constantFrom('a', 'b'),
      native: fc.boolean(),
      offsetUs: fc.integer({ min: -1000, max: 1000 }),
      durationNs: fc.integer({ min: 1, max: 1_000_000 }),
      ip: fc.constantFrom<string | number>('h', 1, 2),
      keys: fc.array(fc.constantFrom('k', 'ip', 'span.kind', 'telemetry.sdk.name'), { maxLength: 3 }),
      linked: fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 2 }),
    })
    .map(({ offsetUs, ip, keys, linked, ...rest }) =>
      span({
        ...rest,
        startUs: START_US + offsetUs,
        resource: resource('svc', { ip }),
        attributes: keys.map((key, i) => attribute(key, i)),
        events: [event('e', { b: 1, a: 2 }, START_US + offsetUs)],
        links: linked.map((each, i) => link(each, i === 0 ? 'child_of' : '')),
      }),
    ),
  { minLength: 1, maxLength: 12 },
);

const names = (of: Trace): string[] => of.spans.map((each) => `${each.name} ${each.durationNs} ${each.kind}`).sort();

describe('for any trace', () => {
  test('adjusting ends and keeps every distinct span', () => {
    fc.assert(
      fc.property(spans, (made) => {
        const before = new Set(names(trace(...structuredClone(made))));
        const of = adjusted(trace(...made), 10_000);
        expect(new Set(names(of))).toEqual(before);
      }),
    );
  });
  test('a second run changes no span but for new warnings', () => {
    const bare = (of: Trace): unknown => of.spans.map((each) => ({ ...each, warnings: [] }));
    fc.assert(
      fc.property(spans, (made) => {
        const once = adjusted(trace(...made), 0);
        if (new Set(once.spans.map((each) => each.spanId)).size < once.spans.length) return; // ids still shared
        const first = structuredClone(bare(once));
        expect(bare(adjusted(once, 0))).toEqual(first);
      }),
    );
  });
  test('durations never change', () => {
    fc.assert(
      fc.property(spans, (made) => {
        const before = new Set(made.map((each) => each.durationNs));
        for (const each of adjusted(trace(...made), 10_000).spans) expect(before).toContain(each.durationNs);
      }),
    );
  });
});

describe('large traces', () => {
  const many = (count: number, parentOf: (i: number) => number): Trace => ({
    traceId: TRACE_ID,
    spans: Array.from({ length: count }, (_, i) =>
      span({
        spanId: (i + 1).toString(16),
        parentSpanId: i === 0 ? '' : (parentOf(i) + 1).toString(16),
        startUs: START_US + i,
      }),
    ),
  });

  test('a chain of 100,000 spans costs no depth', () => {
    const of = adjusted(many(100_000, (i) => i - 1));
    expect(of.spans).toHaveLength(100_000);
    expect(of.spans.at(-1)?.warnings[0]).toContain('clock skew adjustment disabled');
  });
  test('a star of 20,000 spans hands control back while its children are shifted', () => {
    const of = many(20_000, () => 0);
    const warned: number[] = [];
    for (const _ of adjust(of, { maxClockSkewMs: 0 }))
      warned.push(of.spans.filter((each) => each.warnings.length > 0).length);
    const partly = warned.filter((count) => count > 0 && count < 19_000);
    expect(partly.length).toBeGreaterThan(5);
  });
  test('a small trace is one step', () => {
    expect(drain(adjust(trace(span()), { maxClockSkewMs: 0 }))).toBe(0);
  });
  test('nothing happens before the first step is asked for', () => {
    const one = span({ fields: { b: 1, a: 2 } });
    adjust(trace(one), { maxClockSkewMs: 0 });
    expect(one.attributes[0]?.key).toBe('b');
  });
});

import type { Span } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { adjusted, event, link, resource, START_US, span, trace } from '../support/build.ts';

const MS = 1000;
const a = resource('a', { ip: '10.0.0.1' });
const b = resource('b', { ip: '10.0.0.2' });

/** Parent of 100 ms on host a, child of `childMs` on host b that starts `offsetMs` after it. */
function pair(offsetMs: number, childMs: number, childOn = b): readonly [Span, Span] {
  const parent = span({ spanId: '1', durationNs: 100e6, resource: a });
  const child = span({
    spanId: '2',
    parentSpanId: '1',
    startUs: START_US + offsetMs * MS,
    durationNs: childMs * 1e6,
    resource: childOn,
    events: [event('e', {}, START_US + offsetMs * MS + 5)],
  });
  return [parent, child];
}

describe('shift of a child on another host', () => {
  const cases = [
    { title: 'one that fits is left alone', offsetMs: 10, childMs: 50, wantMs: 0 },
    { title: 'one that fits exactly is left alone', offsetMs: 0, childMs: 100, wantMs: 0 },
    { title: 'one that starts too early is centred', offsetMs: -80, childMs: 80, wantMs: 90 },
    { title: 'one that ends too late is centred', offsetMs: 90, childMs: 20, wantMs: -50 },
    { title: 'a longer one may not start before the parent', offsetMs: -30, childMs: 200, wantMs: 30 },
    { title: 'a longer one that starts later is left alone', offsetMs: 30, childMs: 200, wantMs: 0 },
  ];
  for (const c of cases) {
    test(c.title, () => {
      const [parent, child] = pair(c.offsetMs, c.childMs);
      adjusted(trace(parent, child), 10_000);
      expect(child.startUs).toBe(START_US + (c.offsetMs + c.wantMs) * MS);
      expect(child.events[0]?.timeUs).toBe(child.startUs + 5);
      expect(child.warnings).toEqual(c.wantMs === 0 ? [] : [`This span's timestamps were adjusted by ${c.wantMs}ms`]);
      expect(parent.warnings).toEqual([]);
    });
  }
});

describe('limit', () => {
  test('0 only reports', () => {
    const [parent, child] = pair(-80, 80);
    adjusted(trace(parent, child), 0);
    expect(child.startUs).toBe(START_US - 80 * MS);
    expect(child.warnings).toEqual(['clock skew adjustment disabled; not applying calculated delta of 90ms']);
  });
  test('a larger shift only reports', () => {
    const [parent, child] = pair(-80, 80);
    adjusted(trace(parent, child), 89);
    expect(child.warnings).toEqual([
      'max clock skew adjustment delta of 89ms exceeded; not applying calculated delta of 90ms',
    ]);
  });
  test('the limit itself is applied', () => {
    const [parent, child] = pair(-80, 80);
    adjusted(trace(parent, child), 90);
    expect(child.warnings).toEqual(["This span's timestamps were adjusted by 90ms"]);
  });
});

describe('which spans are compared', () => {
  const early = (childOn = b): readonly [Span, Span] => pair(-80, 80, childOn);
  test('not those of one host', () => {
    const [parent, child] = early(a);
    expect(adjusted(trace(parent, child)).spans[1]?.warnings).toEqual([]);
  });
  test('an unknown host is never the same', () => {
    const unknown = resource('u');
    const [parent, child] = early(unknown);
    parent.resource = unknown;
    adjusted(trace(parent, child));
    expect(child.warnings).toHaveLength(1);
  });
  test('hosts are the same in whatever form the address is written', () => {
    for (const ip of [167_772_161, Uint8Array.of(10, 0, 0, 1)]) {
      const [parent, child] = early(resource('x', { ip }));
      adjusted(trace(parent, child));
      expect(child.warnings).toEqual([]);
    }
  });
  test('a grandchild on the child’s host moves along', () => {
    const [parent, child] = early();
    const below = span({ spanId: '3', parentSpanId: '2', startUs: child.startUs, durationNs: 1e6, resource: b });
    adjusted(trace(below, child, parent), 10_000);
    expect(below.startUs).toBe(child.startUs);
    expect(below.warnings).toEqual(["This span's timestamps were adjusted by 90ms"]);
  });
  test('a grandchild on a third host is measured against the shifted child', () => {
    const [parent, child] = early();
    const third = resource('c', { ip: '10.0.0.3' });
    const below = span({
      spanId: '3',
      parentSpanId: '2',
      startUs: START_US + 20 * MS,
      durationNs: 10e6,
      resource: third,
    });
    adjusted(trace(parent, child, below), 10_000);
    expect(below.warnings).toEqual([]);
  });
  test('a FOLLOWS_FROM link counts as a parent', () => {
    const [parent, child] = early();
    child.parentSpanId = '';
    child.links = [link('1')];
    adjusted(trace(parent, child));
    expect(child.warnings).toHaveLength(1);
  });
});

describe('broken traces', () => {
  test('a missing parent makes a root with a warning', () => {
    const lost = span({ parentSpanId: 'dead' });
    adjusted(trace(lost));
    expect(lost.warnings).toEqual(['invalid parent span IDs=000000000000dead; skipping clock skew adjustment']);
  });
  test('of two spans with one id the later is left out with a warning', () => {
    const [first, second] = [span({ name: 'first' }), span({ name: 'second' })];
    adjusted(trace(first, second));
    expect([first.warnings, second.warnings]).toEqual([[], ['duplicate span IDs; skipping clock skew adjustment']]);
  });
  test('cycles are left alone', () => {
    const circle = [
      span({ spanId: '1', parentSpanId: '2' }),
      span({ spanId: '2', parentSpanId: '1' }),
      span({ spanId: '3', parentSpanId: '3' }),
    ];
    adjusted(trace(...circle));
    expect(circle.flatMap((each) => each.warnings)).toEqual([]);
  });
  test('distances of centuries are exact', () => {
    const parent = span({ spanId: '1', startUs: 0, durationNs: 3_500_001 });
    const child = span({ spanId: '2', parentSpanId: '1', startUs: START_US, startNsRem: 2, durationNs: 1 });
    adjusted(trace(parent, child));
    expect(child.warnings[0]).toContain('delta of -491241h59m59.998250002s');
  });
  test('beyond 292 years the delta saturates as Go’s durations do', () => {
    const parent = span({ spanId: '1', startUs: -9e15, durationNs: 1000 });
    const child = span({ spanId: '2', parentSpanId: '1', startUs: 9e15, durationNs: 1000 });
    adjusted(trace(parent, child));
    expect(child.warnings[0]).toContain('delta of -2562047h47m16.854775808s');
  });
  test('a shift across a microsecond carries nanoseconds', () => {
    const parent = span({ spanId: '1', startNsRem: 999, durationNs: 3001, resource: a });
    const child = span({ spanId: '2', parentSpanId: '1', durationNs: 1001, resource: b });
    adjusted(trace(parent, child), 1);
    expect([child.startUs - START_US, child.startNsRem]).toEqual([1, 999]);
  });
});

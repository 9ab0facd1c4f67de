// Searches against a look at every span, on stores large enough for chunks, lanes and eviction to matter.
import { matches } from '@spoor/analysis';
import type { Predicate, Span, TraceQuery } from '@spoor/core';
import {
  and,
  compare,
  durationOf,
  eq,
  field,
  operationIs,
  type RandomData,
  randomQuery,
  randomSpans,
  seededRandom,
  serviceIs,
  spanBuilder,
  tag,
} from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { planSearch } from '../src/search-plan.ts';
import { TimeSlice } from '../src/time-slice.ts';
import { traceIdOf } from '../src/trace-ref.ts';
import { findTraces } from '../src/trace-search.ts';
import { byTrace, call, query, type TestTenants, testTenants } from './support.ts';

const clock = { nowMs: () => 0, monotonicMs: () => performance.now() };

async function search(t: TestTenants, asked: TraceQuery): Promise<string[]> {
  const store = t.tenants.storeOf('');
  if (store === null) return [];
  const refs = await findTraces(store, planSearch(asked, t.tenants.names), asked.limit, new TimeSlice(clock, call()));
  return refs.map(traceIdOf);
}

/** Start as one sortable text a span: whole µs, then ns. */
function startOf(spans: readonly Span[]): number[] {
  const us = Math.min(...spans.map((span) => span.startUs));
  return [us, Math.min(...spans.filter((span) => span.startUs === us).map((span) => span.startNsRem))];
}

function expected(spans: readonly Span[], { where, startMinUs, startMaxUs, limit }: TraceQuery): string[] {
  const isHit = (span: Span): boolean =>
    span.startUs >= startMinUs && span.startUs <= startMaxUs && (where === null || matches(where, span));
  const traces = byTrace(spans).filter((trace) => trace.spans.some(isHit));
  const keyed = traces.map((trace) => ({ traceId: trace.traceId, start: startOf(trace.spans) }));
  keyed.sort((a, b) => b.start[0]! - a.start[0]! || b.start[1]! - a.start[1]! || (a.traceId < b.traceId ? -1 : 1));
  return keyed.map(({ traceId }) => traceId).slice(0, limit ?? keyed.length);
}

function filled(spans: readonly Span[]): TestTenants {
  const t = testTenants();
  for (let at = 0; at < spans.length; at += 70) t.write(spans.slice(at, at + 70));
  return t;
}

describe('random searches over several chunks agree with a look at every span', () => {
  for (const seed of [1, 2, 3]) {
    const data: RandomData = {
      random: seededRandom(seed),
      prefix: '',
      baseUs: 1_768_471_200_000_000,
      windowUs: 60_000_000,
    };
    const spans = randomSpans(data, 1200);
    const t = filled(spans);
    test(`seed ${seed}`, async () => {
      for (let n = 0; n < 60; n++) {
        const asked = randomQuery(data);
        expect(await search(t, asked), JSON.stringify(asked)).toEqual(expected(spans, asked));
      }
    });
  }
});

const BASE_US = 1_768_471_200_000_000;
/** 5,000 spans, one a trace, a few of which differ in one way each. */
const rareAt = (n: number): Partial<Parameters<typeof spanBuilder>[0]> => {
  if (n === 1234) return { attributes: { needle: 'found' } };
  if (n === 2345) return { durationNs: 90e9 };
  if (n === 3456) return { service: 'rare-service' };
  if (n === 4567) return { operation: 'rare-operation', status: 'error' };
  return { attributes: { common: 'yes', n } };
};
const spans = Array.from({ length: 5000 }, (_, n) => spanBuilder({ startUs: BASE_US + n * 10, ...rareAt(n) }));

describe('one span among thousands is found', () => {
  const t = filled(spans);
  const cases: readonly { title: string; where: Predicate; want: number }[] = [
    { title: 'by a tag', where: tag('needle', 'found'), want: 1234 },
    { title: 'by a number in a tag', where: tag('n', '77'), want: 77 },
    {
      title: 'by duration',
      where: compare('gte', field('span', 'duration'), durationOf(90e9)),
      want: 2345,
    },
    { title: 'by service', where: serviceIs('rare-service'), want: 3456 },
    { title: 'by operation', where: operationIs('rare-operation'), want: 4567 },
    { title: 'by error', where: tag('error', 'true'), want: 4567 },
    { title: 'by status', where: eq(field('span', 'status'), 'error'), want: 4567 },
    { title: 'by service and tag', where: and(serviceIs('service'), tag('needle', 'found')), want: 1234 },
  ];
  for (const c of cases) {
    test(c.title, async () => {
      expect(await search(t, query(c.where))).toEqual([spans[c.want]!.traceId]);
      expect(await search(t, query(c.where, { limit: 1 }))).toEqual([spans[c.want]!.traceId]);
    });
  }
});

describe('exclusive bounds of duration exclude', () => {
  const t = filled(spans.slice(0, 10));
  const cases = [
    { op: 'gt', ns: 1_000_000, want: 0 },
    { op: 'gte', ns: 1_000_000, want: 10 },
    { op: 'lt', ns: 1_000_000, want: 0 },
    { op: 'lte', ns: 1_000_000, want: 10 },
    { op: 'eq', ns: 1_000_000, want: 10 },
  ] as const;
  for (const c of cases) {
    test(`${c.op} ${c.ns} finds ${c.want}`, async () => {
      const where = compare(c.op, field('span', 'duration'), durationOf(c.ns));
      expect((await search(t, query(where))).length).toBe(c.want);
    });
  }
});

test('a span that comes late and early moves its trace back in the order', async () => {
  const t = testTenants();
  const [a, b] = [spanBuilder({ startUs: BASE_US + 10 }), spanBuilder({ startUs: BASE_US + 5 })];
  t.write([a, b]);
  expect(await search(t, query(null))).toEqual([a.traceId, b.traceId]);
  t.write([spanBuilder({ traceId: a.traceId, startUs: BASE_US })]);
  expect(await search(t, query(null))).toEqual([b.traceId, a.traceId]);
  expect(await search(t, query(null, { limit: 1 }))).toEqual([b.traceId]);
});

test('a new span of an old trace does not make the trace new', async () => {
  const t = testTenants();
  const [old, recent] = [spanBuilder({ startUs: BASE_US }), spanBuilder({ startUs: BASE_US + 5 })];
  t.write([old, recent]);
  t.write([spanBuilder({ traceId: old.traceId, startUs: BASE_US + 100 })]);
  expect(await search(t, query(null, { limit: 1 }))).toEqual([recent.traceId]);
});

test('evicted traces are not found, even by what only they had', async () => {
  const t = testTenants({ maxTraces: 1000 });
  for (let at = 0; at < spans.length; at += 100) t.write(spans.slice(at, at + 100));
  expect(await search(t, query(tag('needle', 'found')))).toEqual([]);
  expect((await search(t, query(null))).length).toBe(1000);
});

test('names without an id are found by their bytes', async () => {
  const t = testTenants();
  const flood = Array.from({ length: 500 }, (_, n) => spanBuilder({ service: `${'s'.repeat(20_000)}${n}` }));
  for (let at = 0; at < flood.length; at += 10) t.write(flood.slice(at, at + 10));
  const last = flood.at(-1)!;
  expect(t.tenants.names.find(last.resource.serviceName)).toBe(0);
  expect(await search(t, query(serviceIs(last.resource.serviceName)))).toEqual([last.traceId]);
});

test('a search in many slices finds the same', async () => {
  const t = filled(spans);
  const store = t.tenants.storeOf('')!;
  let nowMs = 0;
  const hasty = { nowMs: () => 0, monotonicMs: () => (nowMs += 100) };
  const plan = planSearch(query(tag('common', 'yes')), t.tenants.names);
  const refs = await findTraces(store, plan, 50, new TimeSlice(hasty, call()));
  expect(refs.map(traceIdOf)).toEqual(expected(spans, query(tag('common', 'yes'), { limit: 50 })));
});

test('spans evicted between slices are left out, and the search ends', async () => {
  const t = testTenants({ maxTraces: 5000 });
  for (let at = 0; at < spans.length; at += 100) t.write(spans.slice(at, at + 100));
  const store = t.tenants.storeOf('')!;
  let nowMs = 0;
  const hasty = { nowMs: () => 0, monotonicMs: () => (nowMs += 100) };
  const plan = planSearch(query(tag('common', 'yes')), t.tenants.names);
  const found = findTraces(store, plan, null, new TimeSlice(hasty, call()));
  while (store.evictOldest());
  expect((await found).length).toBeLessThan(5000);
});

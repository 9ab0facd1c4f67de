// Summaries and dependencies from columns against the same from whole traces.
import { dependencyLinks as linksOf, summarize } from '@spoor/analysis';
import type { Span, Trace } from '@spoor/core';
import { collect, type RandomData, randomSpans, seededRandom, spanBuilder, traceBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { MemoryDependencies } from '../src/memory-dependencies.ts';
import { MemoryReader } from '../src/memory-reader.ts';
import { byTrace, call, query, type TestTenants, testTenants } from './support.ts';

const clock = { nowMs: () => 0, monotonicMs: () => performance.now() };
/** Every reading of this clock ends a slice. */
const hasty = (): typeof clock => {
  let nowMs = 0;
  return { nowMs: () => 0, monotonicMs: () => (nowMs += 100) };
};

function tracesOf(spans: readonly Span[]): Trace[] {
  return byTrace(structuredClone(spans));
}

function filled(spans: readonly Span[]): TestTenants {
  const t = testTenants();
  for (let at = 0; at < spans.length; at += 90) t.write(spans.slice(at, at + 90));
  return t;
}

describe('random traces', () => {
  for (const seed of [11, 12]) {
    const baseUs = 1_768_471_200_000_000;
    const data: RandomData = { random: seededRandom(seed), prefix: '', baseUs, windowUs: 60_000_000 };
    const spans = randomSpans(data, 400);
    const t = filled(spans);

    test(`summaries are those of the whole traces, seed ${seed}`, async () => {
      const found = (await collect(new MemoryReader(t.tenants, hasty()).findSummaries(query(null), call()))).flat();
      const wanted = new Map(tracesOf(spans).map((trace) => [trace.traceId, summarize(trace)]));
      expect(found.length).toBe(wanted.size);
      for (const summary of found) expect(summary).toEqual(wanted.get(summary.traceId));
    });

    test(`dependencies are those of the whole traces, seed ${seed}`, async () => {
      const range = { startUs: 0, endUs: 4e15 };
      const links = await new MemoryDependencies(t.tenants, hasty()).links(range, call());
      const key = (link: { parent: string; child: string }): string => `${link.parent} ${link.child}`;
      const wanted = linksOf(tracesOf(spans)).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(links).toEqual(wanted);
    });
  }
});

test('a summary of a trace with many spans counts each once', async () => {
  const spans = traceBuilder(
    Array.from({ length: 5000 }, (_, n) => ({ status: n % 10 === 0 ? ('error' as const) : ('unset' as const) })),
  );
  const t = filled(spans);
  const [summary] = (await collect(new MemoryReader(t.tenants, clock).findSummaries(query(null), call()))).flat();
  expect(summary).toMatchObject({ spanCount: 5000, errorSpanCount: 500, orphanSpanCount: 0 });
});

test('summaries come in chunks, none empty, all of them', async () => {
  const spans = Array.from({ length: 250 }, () => spanBuilder({}));
  const chunks = await collect(new MemoryReader(filled(spans).tenants, clock).findSummaries(query(null), call()));
  expect(chunks.flat().length).toBe(250);
  expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
  expect(await collect(new MemoryReader(testTenants().tenants, clock).findSummaries(query(null), call()))).toEqual([]);
});

test('a trace of missing parents has no root', async () => {
  const t = filled([spanBuilder({ parentSpanId: '00000000000000ff' })]);
  const [summary] = (await collect(new MemoryReader(t.tenants, clock).findSummaries(query(null), call()))).flat();
  expect(summary).toMatchObject({ rootService: '', rootOperation: '', orphanSpanCount: 1 });
});

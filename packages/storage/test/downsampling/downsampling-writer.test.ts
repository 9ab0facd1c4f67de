import type { Rejected, Span, SpanWriter } from '@spoor/core';
import { collect, spanBuilder, testDeps } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { downsampled, downsamplingConfig } from '../../src/index.ts';
import { batchFor, callOf, started, traceIdsIn } from '../support/stores.ts';

const HALF = { ratio: 0.5, hashSalt: '' };

/** Three spans each, of two services, in an order that mixes the traces. */
function someSpans(traces: number): readonly Span[] {
  const ids = Array.from({ length: traces }, (_, i) => (0x9e37_79b9 * (i + 1)).toString(16).padStart(32, 'a'));
  return ['root', 'child', 'leaf'].flatMap((operation) =>
    ids.map((traceId, i) => spanBuilder({ traceId, operation, service: `shop-${i % 2}`, attributes: { i } })),
  );
}

/** The rule as written, on whole numbers. */
function isKept({ traceId }: Span, ratio: number, salt = 'downsampling-default-salt'): boolean {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.concat([Buffer.from(salt), Buffer.from(traceId, 'hex')])) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash <= BigInt(Math.floor(ratio * 2 ** 64));
}

describe('downsampled', () => {
  test.each([
    { ratio: 0.5, hashSalt: '' },
    { ratio: 0.1, hashSalt: '' },
    { ratio: 0.5, hashSalt: 'pepper' },
  ])('at $ratio with the salt "$hashSalt" stores exactly the traces of Jaeger’s rule, whole', async (config) => {
    const store = await started();
    const spans = someSpans(60);
    const { deps } = store;
    const writer = downsampled(store.writer, config, deps.metrics);
    await expect(writer.write(batchFor(deps, spans), callOf())).resolves.toEqual({ rejected: [] });
    const kept = spans.filter((span) => isKept(span, config.ratio, config.hashSalt || undefined));
    expect(await traceIdsIn(store.reader, spans)).toEqual([...new Set(kept.map(({ traceId }) => traceId))].sort());
    const lookups = kept.slice(0, 1).map(({ traceId }) => ({ traceId, startUs: null, endUs: null }));
    const [trace] = await collect(store.reader.traces(lookups, callOf()));
    expect(trace?.spans.map(({ name, attributes, resource }) => [name, attributes, resource])).toEqual(
      kept
        .filter(({ traceId }) => traceId === trace?.traceId)
        .map(({ name, attributes, resource }) => [name, attributes, resource]),
    );
  });

  test('counts what was kept and what was dropped', async () => {
    const store = await started();
    const spans = someSpans(40);
    await downsampled(store.writer, HALF, store.deps.metrics).write(batchFor(store.deps, spans), callOf());
    const kept = spans.filter((span) => isKept(span, 0.5)).length;
    expect(store.deps.metric('jaeger_downsampling_writer_spans_accepted_total')).toBe(kept);
    expect(store.deps.metric('jaeger_downsampling_writer_spans_dropped_total')).toBe(spans.length - kept);
  });

  test('rows that the store rejects are rows of the batch that was given', async () => {
    const deps = testDeps();
    const spans = someSpans(10);
    const all: SpanWriter = {
      write: async (batch) => ({
        rejected: Array.from({ length: batch.length }, (_, row): Rejected => ({ row, reason: `${row}` })),
      }),
    };
    const { rejected } = await downsampled(all, HALF, deps.metrics).write(batchFor(deps, spans), callOf());
    expect(rejected.map(({ row }) => row)).toEqual([...spans.keys()].filter((row) => isKept(spans[row]!, 0.5)));
  });

  test('a batch of which nothing is kept does not reach the store', async () => {
    const deps = testDeps();
    const asked: SpanWriter = { write: () => Promise.reject(new Error('asked')) };
    const writer = downsampled(asked, { ratio: 0, hashSalt: '' }, deps.metrics);
    await expect(writer.write(batchFor(deps, someSpans(3)), callOf())).resolves.toEqual({ rejected: [] });
  });

  test.each([1, -0.5, 1.5])('a ratio of %d stores everything and leaves the writer alone', async (ratio) => {
    const { writer, deps } = await started();
    expect(downsampled(writer, { ratio, hashSalt: '' }, deps.metrics)).toBe(writer);
  });
});

test.each([
  { ratio: 0, warnings: 0 },
  { ratio: 1, warnings: 0 },
  { ratio: 1.01, warnings: 1 },
  { ratio: -1, warnings: 1 },
])('a ratio of $ratio gets $warnings warnings', ({ ratio, warnings }) => {
  expect(downsamplingConfig.check?.({ ratio, hashSalt: '' })).toMatchObject({
    errors: [],
    warnings: Array(warnings).fill(expect.stringContaining('every trace is stored')),
  });
});

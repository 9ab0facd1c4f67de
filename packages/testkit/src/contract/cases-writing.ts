// SpanWriter.write: empty batches, the same batch again, and writers beside readers.
// "Storing one twice is harmless": a store may keep one span or both, so these cases ask for the same
// distinct spans and for answers that do not repeat, never for a number of copies.

import type { Span } from '@spoor/core';
import { expect } from 'vitest';
import { collect } from '../collect.ts';
import { tag } from '../predicates.ts';
import { CASE_WINDOW_US, type ContractFixture } from './contract-fixture.ts';

function spanIds(spans: readonly Span[]): Set<string> {
  return new Set(spans.map((span) => span.spanId));
}

async function writeTwice(t: ContractFixture, spans: readonly Span[]): Promise<void> {
  await t.writeOnly(spans);
  await t.write(spans);
}

export const writingCases = {
  async 'an empty batch stores nothing'(t: ContractFixture): Promise<void> {
    await t.write([]);
    expect(await t.find(t.query(null))).toEqual([]);
  },

  async 'a batch written twice reads as the same distinct spans'(t: ContractFixture): Promise<void> {
    const spans = t.trace([{ attributes: { a: 1 } }, { events: [{ name: 'e' }] }]);
    await writeTwice(t, spans);
    const read = (await t.read(spans[0]!.traceId))?.spans ?? [];
    expect(spanIds(read)).toEqual(spanIds(spans));
    for (const span of read) expect(spans).toContainEqual(span);
  },

  async 'a batch written twice is found once and uses up one of the limit'(t: ContractFixture): Promise<void> {
    const [a, b] = [t.span({ startUs: t.at(2) }), t.span({ startUs: t.at(1) })];
    await writeTwice(t, [a, b]);
    expect(await t.find(t.serviceQuery(null, { limit: 2 }))).toEqual([a.traceId, b.traceId]);
    const lookups = await collect(t.reader.findIds(t.serviceQuery(null, { limit: 2 }), t.call()));
    expect(lookups.map((found) => found.traceId)).toEqual([a.traceId, b.traceId]);
  },

  async 'a batch written twice gives one summary with the same root and bounds'(t: ContractFixture): Promise<void> {
    const spans = t.trace([
      { operation: 'root', durationNs: 5_000 },
      { startUs: t.at(1), durationNs: 1_000 },
    ]);
    await writeTwice(t, spans);
    const found = (await collect(t.reader.findSummaries(t.serviceQuery(null), t.call()))).flat();
    const bounds = { startUs: t.at(0), startNsRem: 0, endUs: t.at(5), endNsRem: 0 };
    expect(found).toMatchObject([{ traceId: spans[0]!.traceId, rootOperation: 'root', orphanSpanCount: 0, ...bounds }]);
    expect(found[0]!.services.map((service) => service.name)).toEqual([t.service]);
  },

  async 'a batch written twice lists its service and operations once'(t: ContractFixture): Promise<void> {
    await writeTwice(t, [t.span({ operation: 'GET', kind: 'server' })]);
    expect((await t.reader.services(t.call())).filter((name) => name === t.service)).toEqual([t.service]);
    expect(await t.reader.operations(t.service, null, t.call())).toEqual([{ name: 'GET', spanKind: 'server' }]);
  },

  async 'spans that differ only in content are both kept'(t: ContractFixture): Promise<void> {
    const [first] = t.trace([{ attributes: { n: 1 } }]);
    const second = t.span({ traceId: first!.traceId, spanId: first!.spanId, attributes: { n: 2 } });
    await t.write([first!]);
    await t.write([second]);
    const read = (await t.read(first!.traceId))?.spans ?? [];
    expect(read).toContainEqual(first);
    expect(read).toContainEqual(second);
  },

  async 'writes at the same time are all kept'(t: ContractFixture): Promise<void> {
    const shared = t.trace(Array.from({ length: 20 }, (_, i) => ({ startUs: t.at(i) })));
    const own = shared.map((_, i) => t.span({ startUs: t.at(100 + i) }));
    await Promise.all(shared.map((span, i) => t.writeOnly([span, own[i]!])));
    await t.settle();
    expect(spanIds((await t.read(shared[0]!.traceId))!.spans)).toEqual(spanIds(shared));
    expect(await t.find(t.serviceQuery(null))).toEqual([
      ...own.toReversed().map((span) => span.traceId),
      shared[0]!.traceId,
    ]);
  },

  async 'a trace read while it is written holds what was written before, and nothing foreign'(
    t: ContractFixture,
  ): Promise<void> {
    const spans = t.trace(Array.from({ length: 60 }, (_, i) => ({ startUs: t.at(i), attributes: { i } })));
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    let written: Span[] = [];
    for (let i = 0; i < spans.length; i += 3) {
      const chunk = spans.slice(i, i + 3);
      await t.settle();
      const before = written;
      const [trace] = await Promise.all([t.read(spans[0]!.traceId), ...chunk.map((span) => t.writeOnly([span]))]);
      for (const span of trace?.spans ?? []) expect(span).toEqual(byId.get(span.spanId));
      expect(spanIds(trace?.spans ?? [])).toEqual(spanIds([...before, ...(trace?.spans ?? [])]));
      written = [...written, ...chunk];
    }
  },

  async 'a search while others write answers what was there before'(t: ContractFixture): Promise<void> {
    const old = Array.from({ length: 30 }, (_, i) => t.span({ startUs: t.at(i), attributes: { old: 'yes' } }));
    await t.write(old);
    const iterator = t.reader.find(t.serviceQuery(tag('old', 'yes')), t.call())[Symbol.asyncIterator]();
    const found: string[] = [];
    for (let item = await iterator.next(); item.done !== true; item = await iterator.next()) {
      found.push(item.value.traceId);
      await t.writeOnly([t.span({ startUs: t.at(1_000 + found.length) })]);
    }
    expect(found).toEqual(old.toReversed().map((span) => span.traceId));
  },

  async 'a span of the far past and one of the far future are taken and found'(t: ContractFixture): Promise<void> {
    const [past, future] = [t.span({ startUs: 1 }), t.span({ startUs: 4_102_444_800_000_000 })];
    await t.write([past, future]);
    const everything = { startMinUs: 0, startMaxUs: 4_102_444_800_000_000 + CASE_WINDOW_US };
    expect(await t.find(t.serviceQuery(null, everything))).toEqual([future.traceId, past.traceId]);
  },
};

// TraceReader.findSummaries: what a list of traces shows.

import type { TraceQuery, TraceSummary } from '@spoor/core';
import { expect } from 'vitest';
import { newSpanId } from '../build/span-builder.ts';
import { collect } from '../collect.ts';
import { tag } from '../predicates.ts';
import type { ContractFixture } from './contract-fixture.ts';

async function summaries(t: ContractFixture, query: TraceQuery): Promise<TraceSummary[]> {
  const chunks = await collect(t.reader.findSummaries(query, t.call()));
  for (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
  return chunks.flat();
}

async function onlySummary(t: ContractFixture): Promise<TraceSummary> {
  const found = await summaries(t, t.serviceQuery(null));
  expect(found.length).toBe(1);
  return found[0]!;
}

export const summaryCases = {
  async 'a summary says root, bounds, counts and services'(t: ContractFixture): Promise<void> {
    const db = t.unique('db');
    const spans = t.trace([
      { operation: 'GET /', startUs: t.at(100), startNsRem: 5, durationNs: 10_000 },
      { operation: 'SELECT', service: db, startUs: t.at(102), durationNs: 100_000, startNsRem: 7 },
      { operation: 'render', startUs: t.at(104), durationNs: 1, status: 'error' },
    ]);
    await t.write(spans);
    expect(await onlySummary(t)).toEqual({
      traceId: spans[0]!.traceId,
      rootService: t.service,
      rootOperation: 'GET /',
      startUs: t.at(100),
      startNsRem: 5,
      endUs: t.at(202),
      endNsRem: 7,
      spanCount: 3,
      errorSpanCount: 1,
      orphanSpanCount: 0,
      services: [
        { name: db, spanCount: 1, errorSpanCount: 0 },
        { name: t.service, spanCount: 2, errorSpanCount: 1 },
      ],
    });
  },

  async 'the root is the parentless span that starts first'(t: ContractFixture): Promise<void> {
    await t.write(
      t.trace([
        { operation: 'second', startUs: t.at(20) },
        { operation: 'first', startUs: t.at(10), parentSpanId: '' },
        { operation: 'orphan', startUs: t.at(5), parentSpanId: newSpanId() },
      ]),
    );
    expect(await onlySummary(t)).toMatchObject({ rootOperation: 'first', startUs: t.at(5), orphanSpanCount: 1 });
  },

  async 'a trace whose every parent is absent has no root'(t: ContractFixture): Promise<void> {
    const parentSpanId = newSpanId();
    await t.write(t.trace([{ parentSpanId }, { parentSpanId, startUs: t.at(1) }]));
    expect(await onlySummary(t)).toMatchObject({
      rootService: '',
      rootOperation: '',
      spanCount: 2,
      orphanSpanCount: 2,
    });
  },

  async 'a parent that arrives later is no longer missing'(t: ContractFixture): Promise<void> {
    const spans = t.trace([{ operation: 'root' }, { startUs: t.at(1) }]);
    await t.write([spans[1]!]);
    expect(await onlySummary(t)).toMatchObject({ rootOperation: '', orphanSpanCount: 1 });
    await t.write([spans[0]!]);
    expect(await onlySummary(t)).toMatchObject({ rootOperation: 'root', orphanSpanCount: 0, spanCount: 2 });
  },

  async 'errors are spans whose status is error'(t: ContractFixture): Promise<void> {
    await t.write(
      t.trace([{ status: 'error' }, { status: 'ok' }, { attributes: { error: true } }, { status: 'error' }]),
    );
    expect(await onlySummary(t)).toMatchObject({ spanCount: 4, errorSpanCount: 2 });
  },

  async 'services of a summary are sorted by name'(t: ContractFixture): Promise<void> {
    const names = ['c', 'a', 'b', 'B'].map((name) => t.unique(name));
    await t.write(t.trace([{}, ...names.map((service) => ({ service }))]));
    const listed = (await onlySummary(t)).services.map((service) => service.name);
    expect(listed).toEqual([...names, t.service].sort());
  },

  async 'summaries come in the order and number of find'(t: ContractFixture): Promise<void> {
    const spans = [30, 10, 20, 40].map((offset) => t.span({ startUs: t.at(offset), attributes: { hit: 'yes' } }));
    await t.write([...spans, t.span({ startUs: t.at(100) })]);
    const query = t.serviceQuery(tag('hit', 'yes'), { limit: 3 });
    expect((await summaries(t, query)).map((summary) => summary.traceId)).toEqual(await t.find(query));
  },

  async 'a summary covers the whole trace, not only what matched'(t: ContractFixture): Promise<void> {
    await t.write(t.trace([{ startUs: t.at(-1_000) }, { attributes: { hit: 'yes' } }, { service: t.unique('db') }]));
    const [summary] = await summaries(t, t.serviceQuery(tag('hit', 'yes')));
    expect(summary).toMatchObject({ spanCount: 3, startUs: t.at(-1_000) });
    expect(summary?.services.length).toBe(2);
  },

  async 'no match gives no chunk'(t: ContractFixture): Promise<void> {
    expect(await collect(t.reader.findSummaries(t.serviceQuery(null), t.call()))).toEqual([]);
  },
};

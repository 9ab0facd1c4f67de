// TraceReader.find: which traces, how many, in which order, from when to when.

import type { Span } from '@spoor/core';
import { expect } from 'vitest';
import { newTraceId } from '../build/span-builder.ts';
import { collect } from '../collect.ts';
import { and, eq, field, operationIs, serviceIs, tag } from '../predicates.ts';
import { CASE_WINDOW_US, type ContractFixture, sorted } from './contract-fixture.ts';

const HIT = { attributes: { hit: 'yes' } };

function ids(spans: readonly Span[]): string[] {
  return spans.map((span) => span.traceId);
}

/** `count` one-span traces, one a second, newest first. */
async function writeTraces(
  t: ContractFixture,
  count: number,
  spec: { attributes?: Record<string, string> } = {},
): Promise<Span[]> {
  const spans = Array.from({ length: count }, (_, i) => t.span({ ...spec, startUs: t.at((i + 1) * 1_000) }));
  await t.write(spans);
  return spans.toReversed();
}

export const searchCases = {
  async 'a trace found is whole, its other spans included'(t: ContractFixture): Promise<void> {
    const outside = { service: t.unique('other'), startUs: t.at(-5_000_000) };
    const spans = t.trace([{}, { attributes: { hit: 'yes' } }, outside]);
    await t.write(spans);
    const [trace] = await collect(t.reader.find(t.serviceQuery(tag('hit', 'yes')), t.call()));
    expect(sorted(trace?.spans ?? [])).toEqual(sorted(spans));
  },

  async 'a trace with many matching spans comes once'(t: ContractFixture): Promise<void> {
    const spans = t.trace(Array.from({ length: 20 }, (_, i) => ({ ...HIT, startUs: t.at(i * 1_000) })));
    for (const span of spans) await t.writeOnly([span]);
    await t.settle();
    expect(await t.find(t.serviceQuery(tag('hit', 'yes')))).toEqual([spans[0]!.traceId]);
  },

  async 'a search without a hit is empty'(t: ContractFixture): Promise<void> {
    await t.write([t.span()]);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes')))).toEqual([]);
    expect(await t.find(t.query(serviceIs(t.unique('nobody'))))).toEqual([]);
  },

  async 'service and operation are asked of one span'(t: ContractFixture): Promise<void> {
    const [web, db] = [t.unique('web'), t.unique('db')];
    const split = t.trace([
      { service: web, operation: 'GET' },
      { service: db, operation: 'SELECT' },
    ]);
    const both = t.trace([
      { service: web, operation: 'GET' },
      { service: db, operation: 'GET' },
    ]);
    await t.write([...split, ...both]);
    expect(await t.find(t.query(and(serviceIs(db), operationIs('GET'))))).toEqual([both[0]!.traceId]);
  },

  async 'service and tag are asked of one span'(t: ContractFixture): Promise<void> {
    const db = t.unique('db');
    const split = t.trace([HIT, { service: db }]);
    const both = t.trace([{}, { ...HIT, service: db }]);
    await t.write([...split, ...both]);
    expect(await t.find(t.query(and(serviceIs(db), tag('hit', 'yes'))))).toEqual([both[0]!.traceId]);
  },

  async 'a service name is matched whole and in its own case'(t: ContractFixture): Promise<void> {
    const name = t.unique('Shop');
    const span = t.span({ service: name });
    await t.write([span, t.span({ service: `${name}2` }), t.span({ service: name.toLowerCase() })]);
    expect(await t.find(t.query(serviceIs(name)))).toEqual([span.traceId]);
  },

  async 'spans without a service name are found under missing-service-name'(t: ContractFixture): Promise<void> {
    const [missing, empty] = [t.span({ service: null }), t.span({ service: '' })];
    await t.write([missing, empty]);
    expect(await t.find(t.query(serviceIs('missing-service-name')))).toEqual([missing.traceId]);
    expect(await t.find(t.query(serviceIs('empty-service-name')))).toEqual([empty.traceId]);
  },

  async 'a search needs no service'(t: ContractFixture): Promise<void> {
    const [a, b] = [t.span(HIT), t.span({ ...HIT, service: t.unique('db'), startUs: t.at(1) })];
    await t.write([a, t.span(), b]);
    expect(await t.find(t.query(tag('hit', 'yes')))).toEqual(ids([b, a]));
  },

  async 'a search without conditions finds every trace of the time'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 5);
    expect(await t.find(t.query(null))).toEqual(ids(newestFirst));
  },

  async 'an operation alone is enough'(t: ContractFixture): Promise<void> {
    const operation = t.unique('pay');
    const span = t.span({ operation });
    await t.write([span, t.span()]);
    expect(await t.find(t.query(operationIs(operation)))).toEqual([span.traceId]);
  },

  async 'services on either side of an or'(t: ContractFixture): Promise<void> {
    const [web, db] = [t.unique('web'), t.unique('db')];
    const spans = [t.span({ service: web }), t.span({ service: db, startUs: t.at(1) })];
    await t.write([...spans, t.span()]);
    expect(await t.find(t.query({ op: 'or', args: [serviceIs(web), serviceIs(db)] }))).toEqual(ids(spans.toReversed()));
    expect(
      await t.find(
        t.query({
          op: 'in',
          of: field('resource', 'service'),
          values: [
            { type: 'string', value: web },
            { type: 'string', value: db },
          ],
        }),
      ),
    ).toEqual(ids(spans.toReversed()));
  },

  async 'a limit of one gives the newest'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 5);
    expect(await t.find(t.serviceQuery(null, { limit: 1 }))).toEqual(ids(newestFirst.slice(0, 1)));
  },

  async 'a limit of n gives the n newest'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 30);
    expect(await t.find(t.serviceQuery(null, { limit: 7 }))).toEqual(ids(newestFirst.slice(0, 7)));
  },

  async 'no limit gives all'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 250);
    expect(await t.find(t.serviceQuery(null, { limit: null }))).toEqual(ids(newestFirst));
  },

  async 'a limit beyond what there is gives all'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 3);
    expect(await t.find(t.serviceQuery(null, { limit: 3 }))).toEqual(ids(newestFirst));
    expect(await t.find(t.serviceQuery(null, { limit: 4 }))).toEqual(ids(newestFirst));
    expect(await t.find(t.serviceQuery(null, { limit: 2_147_483_647 }))).toEqual(ids(newestFirst));
  },

  async 'a limit counts traces that match, not traces looked at'(t: ContractFixture): Promise<void> {
    const [old, older] = [t.span({ ...HIT, startUs: t.at(2) }), t.span({ ...HIT, startUs: t.at(1) })];
    await t.write([older, old]);
    await writeTraces(t, 50);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes'), { limit: 2 }))).toEqual(ids([old, older]));
  },

  async 'a limit counts traces, not spans'(t: ContractFixture): Promise<void> {
    const [a, b] = [t.trace([HIT, HIT, HIT, HIT]), t.trace([HIT, HIT, HIT, HIT], { startUs: t.at(1) })];
    await t.write([...a, ...b]);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes'), { limit: 2 }))).toEqual([b[0]!.traceId, a[0]!.traceId]);
  },

  async 'order is by start, whatever the order of arrival'(t: ContractFixture): Promise<void> {
    const offsets = [50, 10, 40, 20, 30];
    const spans = offsets.map((offset) => t.span({ startUs: t.at(offset) }));
    for (const span of spans) await t.writeOnly([span]);
    await t.settle();
    const wanted = spans.toSorted((a, b) => b.startUs - a.startUs);
    expect(await t.find(t.serviceQuery(null))).toEqual(ids(wanted));
  },

  async 'order goes by the earliest span of a trace, not by the one that matches'(t: ContractFixture): Promise<void> {
    const early = t.trace([{ startUs: t.at(10) }, { ...HIT, startUs: t.at(1_000) }]);
    const late = t.trace([{ startUs: t.at(20) }, { ...HIT, startUs: t.at(30) }]);
    await t.write([...early, ...late]);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes')))).toEqual([late[0]!.traceId, early[0]!.traceId]);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes'), { limit: 1 }))).toEqual([late[0]!.traceId]);
  },

  async 'a span that arrives late and began earlier moves its trace back'(t: ContractFixture): Promise<void> {
    const a = t.trace([{ startUs: t.at(100) }, { startUs: t.at(10) }]);
    const b = t.span({ startUs: t.at(50) });
    await t.write([a[0]!, b]);
    expect(await t.find(t.serviceQuery(null))).toEqual([a[0]!.traceId, b.traceId]);
    await t.write([a[1]!]);
    expect(await t.find(t.serviceQuery(null))).toEqual([b.traceId, a[0]!.traceId]);
  },

  async 'traces that begin together come by id'(t: ContractFixture): Promise<void> {
    const spans = ['f', '0', '8', 'a', '1'].map((digit) => t.span({ traceId: digit + newTraceId().slice(1) }));
    await t.write(spans);
    const wanted = ids(spans).toSorted();
    expect(await t.find(t.serviceQuery(null))).toEqual(wanted);
    expect(await t.find(t.serviceQuery(null, { limit: 2 }))).toEqual(wanted.slice(0, 2));
  },

  async 'both ends of the time belong to it'(t: ContractFixture): Promise<void> {
    const spans = [99, 100, 150, 200, 201].map((offset) => t.span({ startUs: t.at(offset) }));
    await t.write(spans);
    const found = await t.find(t.serviceQuery(null, { startMinUs: t.at(100), startMaxUs: t.at(200) }));
    expect(found).toEqual(ids([spans[3]!, spans[2]!, spans[1]!]));
  },

  async 'a time of one microsecond finds what starts in it'(t: ContractFixture): Promise<void> {
    const [before, inside, after] = [
      t.span({ startUs: t.at(9) }),
      t.span({ startUs: t.at(10), startNsRem: 999 }),
      t.span({ startUs: t.at(11) }),
    ];
    await t.write([before, inside, after]);
    expect(await t.find(t.serviceQuery(null, { startMinUs: t.at(10), startMaxUs: t.at(10) }))).toEqual([
      inside.traceId,
    ]);
  },

  async 'a span that began before the time is not in it, however long'(t: ContractFixture): Promise<void> {
    await t.write([t.span({ startUs: t.at(0), durationNs: 10e9 })]);
    expect(await t.find(t.serviceQuery(null, { startMinUs: t.at(1), startMaxUs: t.at(5_000_000) }))).toEqual([]);
  },

  async 'the span that matches must start in the time, not just any span'(t: ContractFixture): Promise<void> {
    const spans = t.trace([{ ...HIT, startUs: t.at(10) }, { startUs: t.at(100) }]);
    await t.write(spans);
    const early = { startMinUs: t.at(0), startMaxUs: t.at(50) };
    const late = { startMinUs: t.at(50), startMaxUs: t.at(150) };
    expect(await t.find(t.serviceQuery(tag('hit', 'yes'), early))).toEqual([spans[0]!.traceId]);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes'), late))).toEqual([]);
  },

  async 'a trace reaching into the time is found by the span within'(t: ContractFixture): Promise<void> {
    const spans = t.trace([{ startUs: t.at(-CASE_WINDOW_US / 2) }, { ...HIT, startUs: t.at(5) }]);
    await t.write(spans);
    expect(await t.find(t.serviceQuery(tag('hit', 'yes')))).toEqual([spans[0]!.traceId]);
  },

  async 'a time that ends before it begins is empty'(t: ContractFixture): Promise<void> {
    await t.write([t.span({ startUs: t.at(10) })]);
    expect(await t.find(t.serviceQuery(null, { startMinUs: t.at(20), startMaxUs: t.at(5) }))).toEqual([]);
  },

  async 'ids with leading zeros and a zero high half are found'(t: ContractFixture): Promise<void> {
    const high = t.span({ traceId: `0000000000000000${newTraceId().slice(16)}` });
    const leading = t.span({ traceId: `00${newTraceId().slice(2)}`, startUs: t.at(1) });
    await t.write([high, leading]);
    expect(await t.find(t.serviceQuery(null))).toEqual(ids([leading, high]));
  },

  async 'findIds answers the ids of find, in its order'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 12, HIT);
    const query = t.serviceQuery(eq({ kind: 'attribute', level: 'span', key: 'hit' }, 'yes'), { limit: 5 });
    const lookups = await collect(t.reader.findIds(query, t.call()));
    expect(lookups.map((found) => found.traceId)).toEqual(ids(newestFirst.slice(0, 5)));
  },

  async 'what findIds answers can be given to traces'(t: ContractFixture): Promise<void> {
    const spans = t.trace([HIT, { startUs: t.at(40_000_000) }, { startUs: t.at(-40_000_000) }]);
    await t.write(spans);
    const lookups = await collect(t.reader.findIds(t.serviceQuery(tag('hit', 'yes')), t.call()));
    const [trace] = await collect(t.reader.traces(lookups, t.call()));
    expect(sorted(trace?.spans ?? [])).toEqual(sorted(spans));
  },

  async 'what a caller does to a trace it found does not reach the store'(t: ContractFixture): Promise<void> {
    await t.write([t.span(HIT)]);
    const [mine] = await collect(t.reader.find(t.serviceQuery(null), t.call()));
    mine!.spans[0]!.attributes.length = 0;
    mine!.spans.length = 0;
    expect((await t.find(t.serviceQuery(tag('hit', 'yes')))).length).toBe(1);
  },

  async 'a caller that stops reading leaves the store as it was'(t: ContractFixture): Promise<void> {
    const newestFirst = await writeTraces(t, 10);
    for await (const trace of t.reader.find(t.serviceQuery(null), t.call())) {
      expect(trace.traceId).toBe(newestFirst[0]!.traceId);
      break;
    }
    expect(await t.find(t.serviceQuery(null))).toEqual(ids(newestFirst));
  },
};

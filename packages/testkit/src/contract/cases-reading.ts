// TraceReader.traces: what was written reads back, whole and unchanged.

import { type Span, ZERO_SPAN_ID, ZERO_TRACE_ID } from '@spoor/core';
import { expect } from 'vitest';
import { double } from '../build/attributes.ts';
import { newSpanId, newTraceId } from '../build/span-builder.ts';
import { collect } from '../collect.ts';
import { type ContractFixture, lookup, sorted } from './contract-fixture.ts';

async function readsBack(t: ContractFixture, spans: readonly Span[]): Promise<void> {
  await t.write(spans);
  const traceId = spans[0]!.traceId;
  const trace = await t.read(traceId);
  expect(trace?.traceId).toBe(traceId);
  expect(sorted(trace?.spans ?? [])).toEqual(sorted(spans));
}

export const readingCases = {
  async 'a span reads back with every field it was sent with'(t: ContractFixture): Promise<void> {
    const full = t.span({
      parentSpanId: newSpanId(),
      operation: 'GET /cart',
      kind: 'server',
      startNsRem: 7,
      durationNs: 1_234_567,
      status: 'error',
      statusMessage: 'out of stock',
      traceState: 'vendor=1',
      flags: 0x101,
      droppedAttributesCount: 1,
      droppedEventsCount: 2,
      droppedLinksCount: 3,
      attributes: { 'http.method': 'GET' },
    });
    await readsBack(t, [full]);
  },

  async 'attribute values of every type read back unchanged'(t: ContractFixture): Promise<void> {
    const attributes = {
      text: 'plain',
      empty: '',
      yes: true,
      no: false,
      whole: 42,
      negative: -1,
      fraction: 0.1,
      wholeDouble: double(3),
      bytes: Uint8Array.of(0, 255, 16),
      noBytes: new Uint8Array(0),
      list: ['a', 1, true, [double(0.5)]],
      map: { map: { inner: { map: { deep: 'x' } } } },
      nothing: null,
    };
    await readsBack(t, [t.span({ attributes })]);
  },

  async 'an int beyond 2^53 reads back exactly'(t: ContractFixture): Promise<void> {
    const attributes = {
      most: 9_223_372_036_854_775_807n,
      least: -9_223_372_036_854_775_808n,
      odd: 9_007_199_254_740_993n,
    };
    await readsBack(t, [t.span({ attributes })]);
  },

  async 'attributes with one key are all kept, in order'(t: ContractFixture): Promise<void> {
    await readsBack(t, [
      t.span({
        attributes: [
          ['k', 'b'],
          ['k', 'a'],
          ['j', 1],
          ['k', 'b'],
        ],
      }),
    ]);
  },

  async 'a resource reads back with attributes, schema and dropped count'(t: ContractFixture): Promise<void> {
    const resource = {
      attributes: { 'host.name': 'node-1', pid: 7 },
      schemaUrl: 'https://schema/1',
      droppedAttributesCount: 4,
    };
    await readsBack(t, [t.span({ resource })]);
  },

  async 'a scope reads back with name, version, attributes, schema and dropped count'(
    t: ContractFixture,
  ): Promise<void> {
    const scope = {
      name: 'lib',
      version: '1.2',
      attributes: { a: 1 },
      schemaUrl: 'https://schema/2',
      droppedAttributesCount: 5,
    };
    await readsBack(t, [t.span({ scope })]);
  },

  async 'spans of one trace keep their own resource and scope'(t: ContractFixture): Promise<void> {
    const spans = t.trace([
      { service: t.unique('web'), scope: { name: 'http' }, resource: { attributes: { host: 'a' } } },
      { service: t.unique('db'), scope: { name: 'sql' }, resource: { attributes: { host: 'b' } } },
      { service: t.unique('web'), scope: { name: 'sql' }, resource: { attributes: { host: 'a' } } },
    ]);
    await readsBack(t, spans);
  },

  async 'events read back in order, with nanoseconds, attributes and dropped counts'(
    t: ContractFixture,
  ): Promise<void> {
    const events = [
      { name: 'late', timeUs: t.at(500), timeNsRem: 999, attributes: { n: 1 }, droppedAttributesCount: 1 },
      { name: '', timeUs: t.at(100) },
      { name: 'late', timeUs: t.at(500), timeNsRem: 998 },
    ];
    await readsBack(t, [t.span({ events })]);
  },

  async 'links read back in order, with trace state, flags, attributes and dropped counts'(
    t: ContractFixture,
  ): Promise<void> {
    const links = [
      { traceState: 'a=b', flags: 1, attributes: { why: 'batch' }, droppedAttributesCount: 2 },
      { traceId: newTraceId(), spanId: newSpanId() },
    ];
    await readsBack(t, [t.span({ links })]);
  },

  async 'nanoseconds of start and duration are kept'(t: ContractFixture): Promise<void> {
    await readsBack(
      t,
      t.trace([{ startNsRem: 1, durationNs: 1 }, { startNsRem: 999, durationNs: 1_001 }, { durationNs: 86_400e9 + 1 }]),
    );
  },

  async 'a start before 1970 reads back'(t: ContractFixture): Promise<void> {
    await readsBack(t, [t.span({ startUs: -1, startNsRem: 5, durationNs: 2_000_000 })]);
  },

  async 'names and values in any script read back'(t: ContractFixture): Promise<void> {
    const resource = { attributes: { größe: '大' } };
    const spans = t.trace([
      { service: t.unique('ünïcode'), operation: 'поиск 🔍', attributes: { ключ: '値 \u0000 \u{1F600}' }, resource },
      { operation: '<&>"\\\n\u2028', events: [{ name: 'é', attributes: { 'e\u0301': 'n\u0303' } }] },
    ]);
    await readsBack(t, spans);
  },

  async 'an empty operation name stays empty'(t: ContractFixture): Promise<void> {
    await readsBack(t, [t.span({ operation: '' })]);
  },

  async 'a trace of 10,000 spans reads back whole'(t: ContractFixture): Promise<void> {
    const specs = Array.from({ length: 10_000 }, (_, i) => ({
      operation: `op-${i % 50}`,
      startUs: t.at(i),
      attributes: { i },
    }));
    const spans = t.trace(specs);
    await t.write(spans);
    const trace = await t.read(spans[0]!.traceId);
    expect(trace?.spans.length).toBe(10_000);
    expect(new Set(trace?.spans.map((span) => span.spanId))).toEqual(new Set(spans.map((span) => span.spanId)));
  },

  async 'a trace written over many batches reads back as one'(t: ContractFixture): Promise<void> {
    const spans = t.trace(Array.from({ length: 40 }, (_, i) => ({ operation: `op-${i}`, startUs: t.at(i) })));
    for (const span of spans.toReversed()) await t.writeOnly([span]);
    await t.settle();
    const traces = await t.readAll([spans[0]!.traceId]);
    expect(traces.length).toBe(1);
    expect(sorted(traces[0]!.spans)).toEqual(sorted(spans));
  },

  async 'traces mixed in one batch read back each by itself'(t: ContractFixture): Promise<void> {
    const [a, b, c] = [t.trace([{}, {}, {}]), t.trace([{}]), t.trace([{}, {}])];
    await t.write([a[0]!, b[0]!, c[0]!, a[1]!, c[1]!, a[2]!]);
    for (const spans of [a, b, c])
      expect(sorted((await t.read(spans[0]!.traceId))?.spans ?? [])).toEqual(sorted(spans));
  },

  async 'a trace id with leading zeros keeps its digits'(t: ContractFixture): Promise<void> {
    await readsBack(t, [t.span({ traceId: `000a${newTraceId().slice(4)}`, spanId: `000b${newSpanId().slice(4)}` })]);
  },

  async 'a trace id whose high half is zero is not the one with the same low half'(t: ContractFixture): Promise<void> {
    const low = newSpanId();
    const short = t.span({ traceId: ZERO_SPAN_ID + low, operation: 'short' });
    const long = t.span({ traceId: newSpanId() + low, operation: 'long' });
    await t.write([short, long]);
    expect((await t.read(short.traceId))?.spans).toEqual([short]);
    expect((await t.read(long.traceId))?.spans).toEqual([long]);
  },

  async 'a trace id whose low half is zero reads back'(t: ContractFixture): Promise<void> {
    await readsBack(t, [t.span({ traceId: newSpanId() + ZERO_SPAN_ID })]);
  },

  async 'the zero trace id and the zero span id are ids like others'(t: ContractFixture): Promise<void> {
    const span = t.span({ traceId: ZERO_TRACE_ID, spanId: ZERO_SPAN_ID, operation: t.unique('zero') });
    await t.write([span]);
    // Other runs on the same store may have left spans under this id.
    expect((await t.read(ZERO_TRACE_ID))?.spans.filter((s) => s.name === span.name)).toEqual([span]);
  },

  async 'a parent id of zeros means no parent'(t: ContractFixture): Promise<void> {
    const span = t.span({ parentSpanId: ZERO_SPAN_ID });
    await t.write([span]);
    expect((await t.read(span.traceId))?.spans).toEqual([{ ...span, parentSpanId: '' }]);
  },

  async 'spans that share one span id are all kept'(t: ContractFixture): Promise<void> {
    const spanId = newSpanId();
    await readsBack(
      t,
      t.trace([
        { spanId, kind: 'client' },
        { spanId, kind: 'server', startUs: t.at(5), parentSpanId: '' },
      ]),
    );
  },

  async 'an id that nobody wrote gives no item'(t: ContractFixture): Promise<void> {
    expect(await t.readAll([newTraceId()])).toEqual([]);
  },

  async 'no ids give no items'(t: ContractFixture): Promise<void> {
    expect(await t.readAll([])).toEqual([]);
  },

  async 'traces come in the order asked, missing ones left out'(t: ContractFixture): Promise<void> {
    const ids = Array.from({ length: 4 }, newTraceId).sort(); // asked in no order that a store may keep of itself
    await t.write([0, 3, 1, 2].map((n, nth) => t.span({ traceId: ids[nth]!, startUs: t.at(n) })));
    const asked = [ids[2]!, newTraceId(), ids[0]!, ids[3]!, newTraceId(), ids[1]!];
    expect((await t.readAll(asked)).map((trace) => trace.traceId)).toEqual([ids[2], ids[0], ids[3], ids[1]]);
  },

  async 'an id asked twice comes once'(t: ContractFixture): Promise<void> {
    const [a, b] = [t.span(), t.span()];
    await t.write([a, b]);
    const found = await t.readAll([a.traceId, b.traceId, a.traceId, b.traceId]);
    expect(found.map((trace) => trace.traceId)).toEqual([a.traceId, b.traceId]);
  },

  async 'the time bounds of a lookup hide nothing of the trace'(t: ContractFixture): Promise<void> {
    const spans = t.trace([{}, { startUs: t.at(30_000_000) }]);
    await t.write(spans);
    const bounds = { ...lookup(spans[0]!.traceId), startUs: t.at(0), endUs: t.at(30_001_000) };
    const [trace] = await collect(t.reader.traces([bounds], t.call()));
    expect(sorted(trace?.spans ?? [])).toEqual(sorted(spans));
  },

  async 'what a caller does to a trace it read does not reach the store'(t: ContractFixture): Promise<void> {
    const spans = t.trace([{ attributes: { a: 1 }, events: [{ name: 'e' }] }, { attributes: { a: 2 } }]);
    const wanted = structuredClone(spans);
    await t.write(spans);
    const mine = await t.read(spans[0]!.traceId);
    for (const span of mine!.spans) {
      Object.assign(span, { name: 'changed', attributes: [], events: [], parentSpanId: '' });
      span.warnings.push('mine');
    }
    mine!.spans.length = 1;
    expect(sorted((await t.read(wanted[0]!.traceId))?.spans ?? [])).toEqual(sorted(wanted));
  },
};

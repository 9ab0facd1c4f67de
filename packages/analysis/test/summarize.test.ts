import { describe, expect, test } from 'vitest';
import { summarize } from '../src/index.ts';
import { resource, START_US, span, TRACE_ID, trace } from './support/build.ts';

const shop = resource('shop');
const cart = resource('cart');

test('counts, bounds and services of a trace', () => {
  const of = trace(
    span({
      spanId: '2',
      parentSpanId: '1',
      name: 'child',
      startUs: START_US + 5,
      durationNs: 2_000_500,
      resource: cart,
      statusCode: 2,
    }),
    span({ spanId: '1', name: 'root', startNsRem: 7, durationNs: 1_000_000, resource: shop }),
    span({ spanId: '3', parentSpanId: 'dead', name: 'lost', startUs: START_US + 9, durationNs: 1, resource: cart }),
  );
  expect(summarize(of)).toEqual({
    traceId: TRACE_ID,
    rootService: 'shop',
    rootOperation: 'root',
    startUs: START_US,
    startNsRem: 7,
    endUs: START_US + 2005,
    endNsRem: 500,
    spanCount: 3,
    errorSpanCount: 1,
    orphanSpanCount: 1,
    services: [
      { name: 'cart', spanCount: 2, errorSpanCount: 1 },
      { name: 'shop', spanCount: 1, errorSpanCount: 0 },
    ],
  });
});

describe('the root', () => {
  test('is the earliest of several', () => {
    const of = trace(
      span({ name: 'late', startUs: START_US + 1 }),
      span({ spanId: '2', name: 'early', startNsRem: 5 }),
    );
    expect(summarize(of).rootOperation).toBe('early');
  });
  test('is the first of equally early ones', () => {
    expect(summarize(trace(span({ name: 'a' }), span({ spanId: '2', name: 'b' }))).rootOperation).toBe('a');
  });
  test('is empty when every span has a parent', () => {
    const { rootService, rootOperation, orphanSpanCount } = summarize(trace(span({ parentSpanId: 'dead' })));
    expect([rootService, rootOperation, orphanSpanCount]).toEqual(['', '', 1]);
  });
  test('a span that is its own parent is neither root nor orphan', () => {
    expect(summarize(trace(span({ parentSpanId: '1' })))).toMatchObject({ rootOperation: '', orphanSpanCount: 0 });
  });
});

test('only status ERROR is an error, not a tag error', () => {
  expect(summarize(trace(span({ fields: { error: true }, statusCode: 1 }))).errorSpanCount).toBe(0);
});

test('the trace is not changed', () => {
  const of = trace(span({ fields: { b: 1, a: 2 } }), span({ spanId: '2', parentSpanId: '1' }));
  const before = structuredClone(of);
  summarize(of);
  expect(of).toEqual(before);
});

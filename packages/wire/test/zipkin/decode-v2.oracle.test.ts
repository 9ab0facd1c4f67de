import { NameTable, type SpanBatch } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV2Json, decodeZipkinV2Proto } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { expectedV2, factsOfSpan } from './expected-v2.ts';
import { randomV2Spans, type V2Span, v2Json, v2Proto } from './v2-model.ts';

const byId = (a: { traceId: string; spanId: string }, b: { traceId: string; spanId: string }): number =>
  a.traceId + a.spanId < b.traceId + b.spanId ? -1 : 1;

function expectAsModelled(batch: SpanBatch, spans: readonly V2Span[]): void {
  const decoded = spansOf(batch);
  expect(decoded.map(factsOfSpan).sort(byId)).toEqual(expectedV2(spans).sort(byId));
  expect(batchFacts(batch)).toEqual(decoded.map(factsOf));
}

describe('any spans become what the translation rules say', () => {
  test('as JSON', () => {
    fc.assert(
      fc.property(randomV2Spans, (spans) => {
        expectAsModelled(decodeZipkinV2Json(v2Json(spans), new NameTable()), spans);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  test('as protobuf of another encoder', () => {
    fc.assert(
      fc.property(randomV2Spans, (spans) => {
        expectAsModelled(decodeZipkinV2Proto(v2Proto(spans), new NameTable()), spans);
      }),
      { numRuns: 500, seed: 12 },
    );
  });
});

test('spans of a payload keep their order within a service', () => {
  const spans = ['a', 'b', 'a', 'b', 'a'].map((serviceName, i) => ({
    traceId: '1'.padStart(16, '0'),
    id: String(i + 1).padStart(16, '0'),
    timestamp: 1,
    localEndpoint: { serviceName },
  }));
  const batch = decodeZipkinV2Json(v2Json(spans), new NameTable());
  expect(spansOf(batch).map((span) => span.spanId.slice(-1) + span.resource.serviceName)).toEqual([
    '1a',
    '3a',
    '5a',
    '2b',
    '4b',
  ]);
});

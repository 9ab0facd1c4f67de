import { NameTable, type SpanBatch } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV1Json, decodeZipkinV1Thrift } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { expectedV1, factsOfV1 } from './expected-v1.ts';
import { randomV1Spans, type V1Span, v1Json, v1Thrift } from './v1-model.ts';

const NOW_US = 1_768_471_200_000_000;

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function expectAsModelled(batch: SpanBatch, spans: readonly V1Span[]): void {
  const decoded = spansOf(batch);
  expect(decoded.map(factsOfV1).sort(byText)).toEqual(expectedV1(spans, NOW_US).sort(byText));
  expect(batchFacts(batch)).toEqual(decoded.map(factsOf));
}

describe('any spans become what the translation rules say', () => {
  test('as JSON', () => {
    fc.assert(
      fc.property(randomV1Spans, (spans) => {
        expectAsModelled(decodeZipkinV1Json(v1Json(spans), new NameTable(), NOW_US), spans);
      }),
      { numRuns: 500, seed: 21 },
    );
  });

  test('as thrift of another encoder', () => {
    fc.assert(
      fc.property(randomV1Spans, (spans) => {
        expectAsModelled(decodeZipkinV1Thrift(v1Thrift(spans), new NameTable(), NOW_US), spans);
      }),
      { numRuns: 500, seed: 22 },
    );
  });
});

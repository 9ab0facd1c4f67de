import { NameTable, type Span } from '@spoor/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeOtlpProto } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { expectedSpans } from '../expected-spans.ts';
import { FIXTURES, fixture, REFUSED_FIXTURES } from '../fixtures.ts';
import { decodeByOracle, encodeByOracle } from '../oracle.ts';
import { randomRequest } from './random-request.ts';

function expectAgreement(bytes: Uint8Array): void {
  const expected: Span[] = expectedSpans(decodeByOracle(bytes));
  const batch = decodeOtlpProto(bytes, new NameTable());
  expect(batchFacts(batch)).toEqual(expected.map(factsOf));
  expect(spansOf(batch)).toEqual(expected);
}

test.for(FIXTURES.filter((name) => !REFUSED_FIXTURES.includes(name)))('%s reads as protobufjs reads it', (name) => {
  expectAgreement(fixture(name));
});

test('any request that protobufjs can write reads as protobufjs reads it', () => {
  fc.assert(
    fc.property(randomRequest, (request) => expectAgreement(encodeByOracle(request))),
    { numRuns: 600, seed: 20260115 },
  );
});

test('a name table that is full changes no answer', () => {
  fc.assert(
    fc.property(randomRequest, (request) => {
      const bytes = encodeByOracle(request);
      const batch = decodeOtlpProto(bytes, new NameTable({ maxNames: 0, maxBytes: 0 }));
      expect(batchFacts(batch)).toEqual(expectedSpans(decodeByOracle(bytes)).map(factsOf));
    }),
    { numRuns: 100, seed: 7 },
  );
});

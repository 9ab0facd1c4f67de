import { NameTable } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePostSpans } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { decodePostSpansByOracle, encodePostSpansByOracle } from '../oracle.ts';
import { factsOfBatch, factsOfRequest } from './jaeger-facts.ts';
import { randomPostSpans } from './random-post-spans.ts';

const payloads = goldenIngestCases('jaeger')
  .filter(({ protocol, answers }) => protocol === 'grpc-api_v2' && answers.every(({ grpcCode }) => grpcCode === 'OK'))
  .flatMap(({ name, payloads: all }) => all.map((bytes, i) => ({ name: `${name} ${i + 1}`, bytes })));

function expectAgreement(bytes: Uint8Array, format: string | null): void {
  const batch = decodePostSpans(bytes, new NameTable(), format);
  expect(factsOfBatch(batch)).toEqual(factsOfRequest(decodePostSpansByOracle(bytes), format));
  expect(batchFacts(batch)).toEqual(spansOf(batch).map(factsOf));
}

test.for(payloads)('$name of the golden corpus reads as protobufjs reads it', ({ bytes }) => {
  expectAgreement(bytes, 'proto');
});

test('any request that protobufjs can write reads as protobufjs reads it, columns and views too', () => {
  fc.assert(
    fc.property(randomPostSpans, fc.constantFrom(null, 'proto'), (request, format) =>
      expectAgreement(encodePostSpansByOracle(request), format),
    ),
    { numRuns: 600, seed: 20260115 },
  );
});

import { NameTable, type SpanBatch } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOtlpJson, decodeOtlpProto } from '../../src/index.ts';
import { batchFacts, spansOf } from '../batch-facts.ts';
import { encodeByOracle } from '../oracle.ts';
import { randomRequest } from '../otlp/random-request.ts';
import { SeededRandom } from '../seeded-random.ts';
import { jsonText } from './json-text.ts';
import { parsedMessage } from './parsed-message.ts';

function expectSame(got: SpanBatch, want: SpanBatch): void {
  expect(spansOf(got)).toEqual(spansOf(want));
  expect(batchFacts(got)).toEqual(batchFacts(want));
}

const recorded = goldenIngestCases('otlp').filter(
  ({ protocol, method }) => protocol === 'otlp-http-json' && method === 'POST',
);

describe('the recorded requests', () => {
  test('are there', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(20);
  });

  test.for(recorded)('$name: accepted and refused as by Jaeger', ({ payloads, answers }) => {
    for (const [i, payload] of payloads.entries()) {
      const decode = (): SpanBatch => decodeOtlpJson(Uint8Array.from(payload), new NameTable());
      if (answers[i]?.status === 400) expect(decode).toThrow(expect.objectContaining({ code: 'PAYLOAD_MALFORMED' }));
      else expectSame(decode(), decodeOtlpProto(encodeByOracle(parsedMessage(payload)), new NameTable()));
    }
  });
});

test('any request, spelled in any way, reads as its protobuf form does', () => {
  const random = new SeededRandom(20260115);
  fc.assert(
    fc.property(randomRequest, (request) => {
      const text = jsonText(request, random);
      const got = decodeOtlpJson(Buffer.from(text), new NameTable());
      expectSame(got, decodeOtlpProto(encodeByOracle(request), new NameTable()));
    }),
    { numRuns: 600, seed: 4 },
  );
});

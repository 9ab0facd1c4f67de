// Damaged requests: nothing but a TracingError may come out, and what decodes must mean what it means to protobufjs.
import { isDeepStrictEqual } from 'node:util';
import { NameTable, type SpanBatch, TracingError } from '@spoor/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PostSpansDecoder } from '../../src/index.ts';
import { mutate } from '../mutate.ts';
import { decodePostSpansByOracle, encodePostSpansByOracle } from '../oracle.ts';
import { SeededRandom } from '../seeded-random.ts';
import { comparable, factsOfBatch, factsOfRequest } from './jaeger-facts.ts';
import { randomPostSpans } from './random-post-spans.ts';

const CASES = 100_000;
const PAYLOADS: readonly Uint8Array[] = fc
  .sample(randomPostSpans, { numRuns: 300, seed: 3 })
  .map(encodePostSpansByOracle)
  .filter((bytes) => bytes.length > 0 && bytes.length < 1500);

/**
 * What we refuse and protobufjs takes: it passes over known fields of a wrong wire type, over groups and over varints of
 * any length, and knows no length of ids. Jaeger refuses all of these but groups, which nobody writes.
 */
const STRICTER_THAN_ORACLE = /wire type|ID length|varint longer/;

/** One for all: what one request leaves behind must not show in the next. */
const decoder = new PostSpansDecoder(new NameTable(), null);

function decoded(bytes: Uint8Array): SpanBatch | TracingError {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
}

function oracleTakes(bytes: Uint8Array): boolean {
  try {
    decodePostSpansByOracle(bytes);
    return true;
  } catch {
    return false;
  }
}

/** '' or what is wrong. */
function disagreement(bytes: Uint8Array, result: SpanBatch | TracingError): string {
  if (result instanceof TracingError) {
    if (result.code !== 'PAYLOAD_MALFORMED') return result.code;
    if (result.offset === null || result.offset > bytes.length) return `offset ${result.offset}`;
    return !STRICTER_THAN_ORACLE.test(result.message) && oracleTakes(bytes) ? result.message : '';
  }
  const expected = factsOfRequest(decodePostSpansByOracle(bytes), null);
  const facts = factsOfBatch(result);
  if (facts.length !== expected.length) return `${facts.length} spans, not ${expected.length}`;
  const wrong = facts.findIndex((each, row) => !isDeepStrictEqual(comparable(each, expected[row]!), expected[row]));
  return wrong < 0 ? '' : `span ${wrong} differs: ${JSON.stringify([facts[wrong], expected[wrong]])}`;
}

test('a mutated request is refused with an offset inside it, or means what it means to protobufjs', () => {
  const random = new SeededRandom(1);
  let taken = 0;
  for (let n = 0; n < CASES; n++) {
    const bytes = mutate(random.pick(PAYLOADS), random, PAYLOADS);
    const result = decoded(bytes);
    if (!(result instanceof TracingError)) taken++;
    const wrong = disagreement(bytes, result);
    if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('hex')}): ${wrong}`);
  }
  expect(taken).toBeGreaterThan(CASES / 10);
});

test('a request cut off at any byte is refused, or is a whole shorter request to protobufjs too', () => {
  for (const whole of PAYLOADS.filter(({ length }) => length < 600)) {
    for (let length = 0; length < whole.length; length++) {
      const bytes = whole.slice(0, length);
      expect(disagreement(bytes, decoded(bytes)), `cut to ${length} of ${whole.length} bytes`).toBe('');
    }
  }
});

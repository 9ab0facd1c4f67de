// Damaged requests: nothing but a TracingError may come out, and what decodes must mean what it means to
// protobufjs.
import { isDeepStrictEqual } from 'node:util';
import { NameTable, type SpanBatch, TracingError } from '@spoor/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeOtlpProto, SpanReader } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { expectedSpans } from '../expected-spans.ts';
import { FIXTURES, fixture } from '../fixtures.ts';
import { mutate } from '../mutate.ts';
import { decodeByOracle, encodeByOracle } from '../oracle.ts';
import { SeededRandom } from '../seeded-random.ts';
import { randomRequest } from './random-request.ts';

const CASES = 100_000;
const PAYLOADS: readonly Uint8Array[] = [
  ...FIXTURES.map(fixture),
  ...fc.sample(randomRequest, { numRuns: 150, seed: 3 }).map(encodeByOracle),
].filter((bytes) => bytes.length > 0 && bytes.length < 1500);

/**
 * What we refuse and protobufjs takes: it passes over known fields of a wrong wire type and over groups, and
 * knows no length of ids. Jaeger refuses wrong wire types and id lengths too; groups no OTLP sender writes.
 */
const STRICTER_THAN_ORACLE = /wire type|ID length/;

function refused<T>(work: () => T): T | TracingError {
  try {
    return work();
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
}

function oracleTakes(bytes: Uint8Array): boolean {
  try {
    decodeByOracle(bytes);
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
  const expected = expectedSpans(decodeByOracle(bytes));
  if (!isDeepStrictEqual(spansOf(result), expected)) return 'spans differ';
  return isDeepStrictEqual(batchFacts(result), expected.map(factsOf)) ? '' : 'columns differ';
}

test('a mutated request is refused with an offset inside it, or means what it means to protobufjs', () => {
  const random = new SeededRandom(1);
  let decoded = 0;
  for (let n = 0; n < CASES; n++) {
    const bytes = mutate(random.pick(PAYLOADS), random, PAYLOADS);
    const result = refused(() => decodeOtlpProto(bytes, new NameTable()));
    if (!(result instanceof TracingError)) decoded++;
    const wrong = disagreement(bytes, result);
    if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('hex')}): ${wrong}`);
  }
  expect(decoded).toBeGreaterThan(CASES / 10);
});

test('a request cut off at any byte is refused, or is a whole shorter request to protobufjs too', () => {
  for (const name of FIXTURES) {
    const whole = fixture(name);
    for (let length = 0; length < whole.length; length++) {
      const bytes = whole.slice(0, length);
      const result = refused(() => decodeOtlpProto(bytes, new NameTable()));
      expect(disagreement(bytes, result), `${name} cut to ${length} bytes`).toBe('');
    }
  }
});

test('stored bytes that were damaged later are read or refused with a TracingError', () => {
  const random = new SeededRandom(2);
  const reader = new SpanReader();
  for (let n = 0; n < CASES / 5; n++) {
    const bytes = mutate(random.pick(PAYLOADS), random, PAYLOADS);
    const length = random.below(bytes.length + 1);
    refused(() => {
      const resource = reader.resource(bytes, 0, length, 0, 0);
      const scope = reader.scope(bytes, 0, length, 0, 0);
      return reader.span(bytes, 0, length, resource, scope);
    });
  }
});

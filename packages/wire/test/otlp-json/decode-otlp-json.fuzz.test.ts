// Damaged requests: nothing but PAYLOAD_MALFORMED with an offset may come out, and what is accepted is JSON,
// but for what Jaeger takes too: anything after the request, control characters after the first escape of a
// string.
import { NameTable, TracingError } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeOtlpJson } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { mutate } from '../mutate.ts';
import { randomRequest } from '../otlp/random-request.ts';
import { SeededRandom } from '../seeded-random.ts';
import { jsonText } from './json-text.ts';

const CASES = 100_000;
const seeds = new SeededRandom(5);
const PAYLOADS: readonly Uint8Array[] = [
  ...goldenIngestCases('otlp')
    .filter(({ protocol }) => protocol === 'otlp-http-json')
    .flatMap(({ payloads }) => payloads),
  ...fc
    .sample(randomRequest, { numRuns: 100, seed: 9 })
    .map((request) => new TextEncoder().encode(jsonText(request, seeds))),
].filter(({ length }) => length > 0 && length < 4000);

/** '' or what is wrong. */
function complaint(bytes: Uint8Array): string {
  try {
    spansOf(decodeOtlpJson(bytes, new NameTable()));
  } catch (error) {
    if (!(error instanceof TracingError) || error.code !== 'PAYLOAD_MALFORMED') return String(error);
    const { offset, message } = error;
    if (offset === null || offset < 0 || offset > bytes.length) return `offset ${offset}`;
    return message.includes(`at byte ${offset}`) ? '' : message;
  }
  return jsonComplaint(Buffer.from(bytes).toString());
}

function jsonComplaint(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const rest = /after JSON at position (\d+)/.exec(String(error))?.[1];
    if (rest !== undefined) return jsonComplaint(text.slice(0, Number(rest)));
    const control = /control character in string literal in JSON at position (\d+)/.exec(String(error))?.[1];
    if (control !== undefined)
      return jsonComplaint(`${text.slice(0, Number(control))}?${text.slice(Number(control) + 1)}`);
    return `accepted what is not JSON: ${String(error)}`;
  }
}

test('a mutated request is refused with an offset inside it, or is JSON and readable', () => {
  const random = new SeededRandom(2);
  for (let n = 0; n < CASES; n++) {
    const bytes = mutate(random.pick(PAYLOADS), random, PAYLOADS);
    const wrong = complaint(bytes);
    if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('latin1')}): ${wrong}`);
  }
});

test('a request cut off at any byte is refused', () => {
  for (const whole of PAYLOADS.slice(0, 12)) {
    const text = Buffer.from(whole).toString().trimEnd();
    const trimmed = Buffer.from(text);
    for (let length = 0; length < trimmed.length; length++) {
      expect(
        () => decodeOtlpJson(Uint8Array.from(trimmed.subarray(0, length)), new NameTable()),
        text.slice(0, length),
      ).toThrow(TracingError);
    }
  }
});

// Damaged payloads: nothing but PAYLOAD_MALFORMED with an offset may come out, and what is taken can be read.
import { NameTable, TracingError } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV1Json, decodeZipkinV1Thrift, decodeZipkinV2Json, decodeZipkinV2Proto } from '../../src/index.ts';
import { spansOf } from '../batch-facts.ts';
import { mutate } from '../mutate.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Decode } from './refusal.ts';
import { randomV1Spans, v1Json, v1Thrift } from './v1-model.ts';
import { randomV2Spans, v2Json, v2Proto } from './v2-model.ts';

const CASES = 100_000;

interface Format {
  readonly name: string;
  readonly decode: Decode;
  readonly payloads: readonly Uint8Array[];
}

const recorded = (protocol: string): Uint8Array[] =>
  goldenIngestCases('zipkin')
    .filter((one) => one.protocol === protocol && one.contentEncoding === '')
    .flatMap(({ payloads }) => payloads);
const small = (payloads: readonly Uint8Array[]): Uint8Array[] =>
  payloads.filter(({ length }) => length > 0 && length < 3000);
const v1 = fc.sample(randomV1Spans, { numRuns: 60, seed: 31 });
const v2 = fc.sample(randomV2Spans, { numRuns: 60, seed: 32 });

const FORMATS: readonly Format[] = [
  {
    name: 'v1 thrift',
    decode: decodeZipkinV1Thrift,
    payloads: small([...recorded('zipkin-v1-thrift'), ...v1.map(v1Thrift)]),
  },
  { name: 'v1 JSON', decode: decodeZipkinV1Json, payloads: small([...recorded('zipkin-v1-json'), ...v1.map(v1Json)]) },
  { name: 'v2 JSON', decode: decodeZipkinV2Json, payloads: small([...recorded('zipkin-v2-json'), ...v2.map(v2Json)]) },
  {
    name: 'v2 protobuf',
    decode: decodeZipkinV2Proto,
    payloads: small([...recorded('zipkin-v2-proto'), ...v2.map(v2Proto)]),
  },
];

/** '' or what is wrong. */
function complaint(decode: Decode, bytes: Uint8Array): string {
  try {
    spansOf(decode(bytes, new NameTable()));
    return '';
  } catch (error) {
    if (!(error instanceof TracingError) || error.code !== 'PAYLOAD_MALFORMED') return String(error);
    const { offset, message } = error;
    if (offset === null || offset < 0 || offset > bytes.length) return `offset ${offset}`;
    return message.includes(`at byte ${offset}`) ? '' : message;
  }
}

describe.each(FORMATS)('$name', ({ decode, payloads }) => {
  test('a mutated payload is refused with an offset inside it, or can be read', () => {
    const random = new SeededRandom(3);
    for (let n = 0; n < CASES; n++) {
      const bytes = mutate(random.pick(payloads), random, payloads);
      const wrong = complaint(decode, bytes);
      if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('latin1')}): ${wrong}`);
    }
  });

  test('a payload cut off at any byte is refused or can be read', () => {
    for (const whole of payloads.slice(0, 30)) {
      for (let length = 0; length < whole.length; length++) {
        expect(complaint(decode, whole.slice(0, length))).toBe('');
      }
    }
  });
});

test.each(FORMATS.slice(0, 3))('$name: a payload cut off anywhere is refused', ({ decode, payloads }) => {
  for (const whole of payloads.slice(0, 10)) {
    const end = Buffer.from(whole).toString('latin1').trimEnd().length;
    if (complaint(decode, whole) !== '' || isRefused(decode, whole)) continue;
    for (let length = 0; length < end; length++) expect(isRefused(decode, whole.slice(0, length))).toBe(true);
  }
});

function isRefused(decode: Decode, bytes: Uint8Array): boolean {
  try {
    decode(bytes, new NameTable());
    return false;
  } catch {
    return true;
  }
}

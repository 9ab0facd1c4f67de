// Damaged messages: nothing but a TracingError may come out, what decodes must mean what it means to npm thrift, and
// the messages before must not suffer.
import { isDeepStrictEqual } from 'node:util';
import { NameTable, type SpanBatch, TracingError } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentTranscoder, JaegerThriftDecoder } from '../../src/index.ts';
import { comparable, factsOfBatch, type JaegerFacts } from '../jaeger-proto/jaeger-facts.ts';
import { mutate } from '../mutate.ts';
import { SeededRandom } from '../seeded-random.ts';
import {
  decodeCall,
  decodeStruct,
  encodeCall,
  encodeStruct,
  type Protocol,
  type Struct,
} from '../thrift/thrift-oracle.ts';
import { batch, emitBatchArgs, span } from './batch-structs.ts';
import { factsOfBatchStruct, Unclear } from './facts-of-struct.ts';
import { randomBatch } from './random-batch.ts';

const CASES = 100_000;
/** npm thrift reads thirty times slower than we do. */
const COMPARED = 10;
/** Of so many datagrams the first few are gathered behind a good one, the others taken one by one. */
const ROUND = 100;
const GATHERED = 20;
/** It refuses an empty list of a type that does not exist; we do not look at the type then. */
const EMPTY_LIST = /Unknown type/;
const STRUCTS = fc.sample(randomBatch, { numRuns: 300, seed: 3 });

function decoded(decode: () => SpanBatch | null): SpanBatch | null | TracingError {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
}

/** '' or what is wrong with `result`, whose batch npm thrift read as `expected`. */
function disagreement(result: SpanBatch | null, expected: () => readonly JaegerFacts[]): string {
  const facts = result === null ? [] : factsOfBatch(result);
  try {
    const all = expected();
    const same = facts.map((each, row) => (all[row] === undefined ? each : comparable(each, all[row])));
    return isDeepStrictEqual(same, all) ? '' : `differs: ${JSON.stringify([facts, all])}`;
  } catch (error) {
    return error instanceof Unclear || EMPTY_LIST.test(String(error)) ? '' : `npm thrift refuses it: ${String(error)}`;
  }
}

/** '' or what is wrong with the refusal. */
function refusalProblem({ code, offset, message }: TracingError, length: number): string {
  if (code !== 'PAYLOAD_MALFORMED') return code;
  return offset === null || offset < 0 || offset > length ? `${message}, offset ${offset} of ${length}` : '';
}

describe('bodies', () => {
  const payloads = STRUCTS.map((fields) => encodeStruct('binary', fields)).filter(({ length }) => length < 2500);
  const decoder = new JaegerThriftDecoder(null);
  const names = new NameTable();

  test('a mutated body is refused with an offset inside it, or means what it means to npm thrift', () => {
    const random = new SeededRandom(1);
    let taken = 0;
    for (let n = 0; n < CASES; n++) {
      const bytes = mutate(random.pick(payloads), random, payloads);
      const result = decoded(() => decoder.decode(bytes, names));
      let wrong = '';
      if (result instanceof TracingError) wrong = refusalProblem(result, bytes.length);
      else if (taken++ % COMPARED === 0) {
        wrong = disagreement(result, () => factsOfBatchStruct(decodeStruct('binary', bytes), null));
      }
      if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('hex')}): ${wrong}`);
    }
    expect(taken).toBeGreaterThan(CASES / 10);
  });
});

const DATAGRAMS: readonly { readonly protocol: Protocol; readonly cases: number }[] = [
  { protocol: 'compact', cases: CASES },
  { protocol: 'binary', cases: CASES / 10 }, // its reader has had its share as bodies
];

describe.for(DATAGRAMS)('datagrams, $protocol', ({ protocol, cases }) => {
  const payloads = STRUCTS.map((fields) => encodeCall(protocol, 'emitBatch', emitBatchArgs(fields))).filter(
    ({ length }) => length < 2000,
  );
  const good = encodeCall(protocol, 'emitBatch', emitBatchArgs(batch([span()])));

  function expected(bytes: Uint8Array): JaegerFacts[] {
    const { args } = decodeCall(bytes[0] === 0x82 ? 'compact' : 'binary', bytes);
    const batches = args.filter(([id, { type }]) => id === 1 && type === 'struct');
    return batches.flatMap(([, { value }]) => factsOfBatchStruct(value as Struct, null));
  }

  test('a mutated datagram is refused, or means what it means to npm thrift; the one before it stays', () => {
    const random = new SeededRandom(2);
    const transcoder = new AgentTranscoder(new NameTable(), null);
    let taken = 0;
    for (let n = 0; n < cases; n++) {
      const bytes = mutate(random.pick(payloads), random, payloads);
      if (n % ROUND === 0) transcoder.add(good);
      const { pendingSpans, pendingBytes } = transcoder;
      const result = decoded(() => {
        const { spans, model } = transcoder.add(bytes);
        if (transcoder.pendingSpans - pendingSpans !== spans) expect.fail(`case ${n}: ${spans} spans are told`);
        if (model === 'jaeger') taken++;
        return n % ROUND > GATHERED ? transcoder.take() : null;
      });
      let wrong = '';
      if (result instanceof TracingError) {
        wrong = refusalProblem(result, bytes.length);
        if (transcoder.pendingSpans !== pendingSpans || transcoder.pendingBytes !== pendingBytes)
          wrong = 'not taken back';
      } else if (n % ROUND > GATHERED && n % COMPARED === 0) wrong = disagreement(result, () => expected(bytes));
      if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('hex')}): ${wrong}`);
      if (n % ROUND === GATHERED) checkPending(transcoder.take());
    }
    expect(taken).toBeGreaterThan(cases / 10);
  });

  /** The batch is whole: whatever was in it is read back, and the good datagram comes first. */
  function checkPending(pending: SpanBatch | null): void {
    if (pending === null) expect.fail('the good datagram is lost');
    expect(factsOfBatch(pending)[0]).toMatchObject({ service: 'svc', operation: 'op' });
  }
});

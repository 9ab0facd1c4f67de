// Batches in both protocols against npm thrift.
import { NameTable } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentTranscoder, decodeJaegerThrift } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { comparable, factsOfBatch, type JaegerFacts } from '../jaeger-proto/jaeger-facts.ts';
import { decodeCall, decodeStruct, encodeCall, encodeStruct, PROTOCOLS, type Struct } from '../thrift/thrift-oracle.ts';
import { emitBatchArgs } from './batch-structs.ts';
import { factsOfBatchStruct } from './facts-of-struct.ts';
import { randomBatch } from './random-batch.ts';

function expectFacts(facts: readonly JaegerFacts[], expected: readonly JaegerFacts[]): void {
  expect(facts.map((each, row) => (expected[row] === undefined ? each : comparable(each, expected[row])))).toEqual(
    expected,
  );
}

describe.for(PROTOCOLS)('emitBatch, %s', (protocol) => {
  test('any batch that npm thrift can write reads as it was written, columns and views too', () => {
    const transcoder = new AgentTranscoder(new NameTable(), 'proto');
    fc.assert(
      fc.property(randomBatch, (fields) => {
        const message = transcoder.add(encodeCall(protocol, 'emitBatch', emitBatchArgs(fields)));
        const expected = factsOfBatchStruct(fields, 'proto');
        expect(message.spans).toBe(expected.length);
        const batch = transcoder.take();
        if (batch === null) expect(expected).toEqual([]);
        else {
          expectFacts(factsOfBatch(batch), expected);
          expect(batchFacts(batch)).toEqual(spansOf(batch).map(factsOf));
        }
      }),
      { numRuns: 300, seed: 20260115 },
    );
  });
});

test('any bare batch reads as it was written', () => {
  fc.assert(
    fc.property(randomBatch, fc.constantFrom(null, 'jaeger'), (fields, format) => {
      const batch = decodeJaegerThrift(encodeStruct('binary', fields), new NameTable(), format);
      expectFacts(factsOfBatch(batch), factsOfBatchStruct(fields, format));
    }),
    { numRuns: 300, seed: 20260116 },
  );
});

describe('golden corpus', () => {
  const payloads = goldenIngestCases('jaeger').flatMap(({ name, protocol, payloads: all }) =>
    all.map((bytes, i) => ({ name: `${name} ${i + 1}`, protocol, bytes })),
  );
  const datagrams = payloads.filter(({ name, protocol }) => protocol.startsWith('udp-') && !name.startsWith('udp-'));
  const bodies = payloads.filter(({ name, protocol }) => protocol === 'http-thrift' && !/garbage|huge|gzip/.test(name));

  test.for(datagrams)('$name over UDP reads as npm thrift reads it', ({ bytes }) => {
    const { args } = decodeCall(bytes[0] === 0x82 ? 'compact' : 'binary', bytes);
    const [argument] = args;
    const transcoder = new AgentTranscoder(new NameTable(), 'proto');
    transcoder.add(bytes);
    const batch = transcoder.take();
    expect(batch === null ? [] : factsOfBatch(batch)).toEqual(
      factsOfBatchStruct(argument?.[1].value as Struct, 'proto'),
    );
  });

  test.for(bodies)('$name over HTTP reads as npm thrift reads it', ({ bytes }) => {
    const batch = decodeJaegerThrift(bytes, new NameTable(), 'jaeger');
    expectFacts(factsOfBatch(batch), factsOfBatchStruct(decodeStruct('binary', bytes), 'jaeger'));
  });
});

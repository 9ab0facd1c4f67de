// Damaged emitZipkinBatch datagrams: refused with an offset, or whole spans whose columns say what their bytes say.
import { NameTable, TracingError } from '@spoor/core';
import { goldenIngestCases } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { AgentTranscoder } from '../../src/index.ts';
import { batchFacts, factsOf, spansOf } from '../batch-facts.ts';
import { mutate } from '../mutate.ts';
import { SeededRandom } from '../seeded-random.ts';
import { encodeCall, structs } from '../thrift/thrift-oracle.ts';
import { annotation, tagOf, zipkinSpan } from './zipkin-structs.ts';

const CASES = 100_000;
const COMPARED = 10;
const SPAN = zipkinSpan({
  parentId: 0n,
  annotations: [annotation(1, 'cs'), annotation(2, 'sr'), annotation(3, '{"event":"e"}')],
  tags: [
    tagOf('error', 6, 'boom'),
    tagOf('jaegerClient', 6, 'v'),
    tagOf('sa', 0, '', { name: 'p', port: 1 }),
    tagOf('n', 3, 'abcd'),
  ],
});
const PAYLOADS: readonly Uint8Array[] = [
  ...goldenIngestCases('jaeger').flatMap(({ name, payloads }) => (name.startsWith('udp-zipkin') ? payloads : [])),
  encodeCall('compact', 'emitZipkinBatch', [[1, structs([SPAN, SPAN])]]),
  encodeCall('binary', 'emitZipkinBatch', [[1, structs([SPAN, SPAN])]]),
];

function problemOf(transcoder: AgentTranscoder, bytes: Uint8Array, isCompared: boolean): string {
  try {
    transcoder.add(bytes);
  } catch (error) {
    if (!(error instanceof TracingError)) throw error;
    if (transcoder.pendingBytes !== 0 || transcoder.pendingSpans !== 0) return 'not taken back';
    return error.offset === null || error.offset > bytes.length ? `offset ${error.offset}` : '';
  }
  const batch = transcoder.take();
  if (batch === null || !isCompared) return '';
  const facts = JSON.stringify(batchFacts(batch));
  return facts === JSON.stringify(spansOf(batch).map(factsOf)) ? '' : `columns differ: ${facts}`;
}

test('a mutated list is refused with an offset inside it, or its columns say what its spans say', () => {
  const random = new SeededRandom(1);
  const transcoder = new AgentTranscoder(new NameTable(), 'proto');
  for (let n = 0; n < CASES; n++) {
    const bytes = mutate(random.pick(PAYLOADS), random, PAYLOADS);
    const wrong = problemOf(transcoder, bytes, n % COMPARED === 0);
    if (wrong !== '') expect.fail(`case ${n} (${Buffer.from(bytes).toString('hex')}): ${wrong}`);
  }
});

test('a list cut off at any byte is refused', () => {
  const transcoder = new AgentTranscoder(new NameTable(), 'proto');
  for (const whole of PAYLOADS) {
    for (let length = 0; length < whole.length; length++) {
      expect(() => transcoder.add(whole.slice(0, length)), `cut to ${length} of ${whole.length}`).toThrow(TracingError);
    }
  }
});

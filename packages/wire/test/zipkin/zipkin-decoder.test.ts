import { NameTable, type SpanBatch } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZipkinDecoder } from '../../src/index.ts';
import { batchFacts, spansOf } from '../batch-facts.ts';
import { randomV1Spans, v1Json, v1Thrift } from './v1-model.ts';
import { randomV2Spans, v2Json, v2Proto } from './v2-model.ts';

const NOW_US = 5;

interface Payload {
  readonly format: 'v1Thrift' | 'v1Json' | 'v2Json' | 'v2Proto';
  readonly bytes: Uint8Array;
}

const whole: fc.Arbitrary<Payload> = fc.oneof(
  randomV1Spans.map((spans): Payload => ({ format: 'v1Thrift', bytes: v1Thrift(spans) })),
  randomV1Spans.map((spans): Payload => ({ format: 'v1Json', bytes: v1Json(spans) })),
  randomV2Spans.map((spans): Payload => ({ format: 'v2Json', bytes: v2Json(spans) })),
  randomV2Spans.map((spans): Payload => ({ format: 'v2Proto', bytes: v2Proto(spans) })),
);
/** Whole or cut off. */
const payload = fc
  .tuple(whole, fc.option(fc.nat(400)))
  .map(([{ format, bytes }, cut]): Payload => ({ format, bytes: cut === null ? bytes : bytes.slice(0, cut) }));

function outcome(decoder: ZipkinDecoder, { format, bytes }: Payload): unknown {
  try {
    const batch: SpanBatch = decoder[format](bytes, new NameTable(), NOW_US);
    return [spansOf(batch), batchFacts(batch), [...batch.columns.traits]];
  } catch (error) {
    return String(error);
  }
}

describe('a decoder that is used again', () => {
  test('decodes as a new one does, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(payload, { maxLength: 8 }), (payloads) => {
        const decoder = new ZipkinDecoder();
        for (const one of payloads) expect(outcome(decoder, one)).toEqual(outcome(new ZipkinDecoder(), one));
      }),
      { numRuns: 200, seed: 41 },
    );
  });

  test('makes batches that later payloads do not change', () => {
    const decoder = new ZipkinDecoder();
    const names = new NameTable();
    const text = (id: string): Uint8Array =>
      new TextEncoder().encode(`[{"traceId":"${id}","id":"${id}","name":"n${id}"}]`);
    const bytes = text('1');
    const first = decoder.v2Json(bytes, names);
    bytes.fill(0);
    decoder.v2Json(text('2'), names);
    expect(first.span(0).toSpan()).toMatchObject({ spanId: '0000000000000001', name: 'n1' });
  });

  test('a batch does not hold on to more memory than its spans', () => {
    const decoder = new ZipkinDecoder();
    const names = new NameTable();
    const tags = JSON.stringify({ 'host.name': 'h'.repeat(500), k: 'v'.repeat(300) });
    const span = `{"id":"1","localEndpoint":{"serviceName":"a"},"tags":${tags}}`;
    const { bytes } = decoder.v2Json(new TextEncoder().encode(`[${new Array(100).fill(span).join()}]`), names);
    expect(bytes.buffer.byteLength).toBeLessThan(1.1 * bytes.length);
    expect(bytes.length).toBeLessThan(100 * 400);
  });
});

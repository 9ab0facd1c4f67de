import { NameTable, type SpanBatch } from '@spoor/core';
import { AgentTranscoder } from '@spoor/wire';
import { expect, test } from 'vitest';
import { splitByFormat } from '../../src/reporter/split-by-format.ts';
import { emitBatch } from '../support/emit-batch.ts';
import { recorded } from '../support/started-agent.ts';

const JAEGER = [emitBatch(['a', 'b', 'c'])];
const ZIPKIN = recorded('udp-zipkin-basic');

function batchOfPackets(packets: readonly Uint8Array[]): SpanBatch {
  const transcoder = new AgentTranscoder(new NameTable(), null);
  for (const packet of packets) transcoder.add(packet);
  return transcoder.take()!;
}

function namesOf({ rows }: { readonly rows: SpanBatch }): readonly string[] {
  return Array.from({ length: rows.length }, (_, row) => rows.span(row).toSpan().name);
}

test('a batch of one format is passed on as it is', () => {
  for (const [packets, format] of [
    [JAEGER, 'jaeger'],
    [ZIPKIN, 'zipkin'],
  ] as const) {
    const batch = batchOfPackets(packets);
    const parts = splitByFormat(batch);
    expect(parts).toHaveLength(1);
    expect([parts[0]?.rows === batch, parts[0]?.format]).toEqual([true, format]);
  }
});

test('a batch of both is two, each in its order', () => {
  const zipkin = namesOf({ rows: batchOfPackets(ZIPKIN) });
  const parts = splitByFormat(batchOfPackets([...JAEGER, ...ZIPKIN, emitBatch(['d'])]));
  expect(parts.map(({ format }) => format)).toEqual(['jaeger', 'zipkin']);
  expect(parts.map(namesOf)).toEqual([['a', 'b', 'c', 'd'], zipkin]);
});

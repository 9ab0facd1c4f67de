import { NameTable, type Span, type SpanBatch, selectRows } from '@spoor/core';
import { type GoldenFamily, type GoldenIngestCase, type GoldenProtocol, goldenIngestCases } from '@spoor/testkit';
import {
  decodeJaegerThrift,
  decodeOtlpProto,
  decodePostSpans,
  decodeZipkinV2Json,
  withResourceTags,
} from '@spoor/wire';
import { describe, expect, test } from 'vitest';

// What downsampling leaves of a batch, for the batches that receivers really make.
type Decode = (bytes: Uint8Array, names: NameTable) => SpanBatch;

const DECODERS: ReadonlyMap<GoldenProtocol, Decode> = new Map<GoldenProtocol, Decode>([
  ['otlp-grpc', decodeOtlpProto],
  ['http-thrift', (bytes, names) => decodeJaegerThrift(bytes, names, 'jaeger')],
  ['grpc-api_v2', (bytes, names) => decodePostSpans(bytes, names, 'proto')],
  ['zipkin-v2-json', decodeZipkinV2Json],
]);

/** null for payloads that are refused, and without two spans. */
function decoded({ protocol, payloads, contentEncoding }: GoldenIngestCase): SpanBatch | null {
  const decode = DECODERS.get(protocol);
  const [payload] = payloads;
  if (decode === undefined || payload === undefined || contentEncoding !== '') return null;
  try {
    const batch = decode(payload, new NameTable());
    return batch.length < 2 ? null : batch;
  } catch {
    return null;
  }
}

const FAMILIES: readonly GoldenFamily[] = ['otlp', 'jaeger', 'zipkin'];

const batches = FAMILIES.flatMap(goldenIngestCases).flatMap((golden) => {
  const batch = decoded(golden);
  return batch === null ? [] : [{ name: golden.name, protocol: golden.protocol, batch }];
});

function spansOf(
  batch: SpanBatch,
  rows: Iterable<number> = Array.from({ length: batch.length }).keys(),
): readonly Span[] {
  return Array.from(rows, (row) => batch.span(row).toSpan());
}

describe('some rows of a batch', () => {
  test('are tried on every protocol', () => {
    expect([...new Set(batches.map(({ protocol }) => protocol))].sort()).toEqual([...DECODERS.keys()].sort());
  });

  test.each(batches)('$protocol $name: hold their spans, and as bytes no others', ({ batch }) => {
    const tagged = withResourceTags(batch, new Map([['region', 'eu']]), 'same-text');
    for (const source of [batch, tagged]) {
      const rows = Uint32Array.from({ length: Math.ceil(source.length / 2) }, (_, i) => 2 * i);
      const selected = selectRows(source, rows);
      expect(spansOf(selected)).toEqual(spansOf(source, rows));
      expect(spansOf(decodeOtlpProto(selected.bytes, new NameTable()))).toEqual(spansOf(source, rows));
    }
  });
});

// What Jaeger 1.76 answers for spans that came in its own formats, over UDP, HTTP and gRPC: the recorded payloads,
// read back over HTTP. How a payload gets through a receiver is another package's test.
import type { NameTable, SpanBatch, StorageBackend } from '@spoor/core';
import {
  firstDifference,
  type GoldenIngestCase,
  type GoldenPages,
  goldenIngestCases,
  normalizeV1,
  referenceStore,
  testDeps,
} from '@spoor/testkit';
import { AgentTranscoder, decodeJaegerThrift, decodePostSpans } from '@spoor/wire';
import { describe, expect, test } from 'vitest';
import { queryServer } from '../support/query-server.ts';

/** Each with its reason; a case that agrees after all fails as stale. */
const DIFFERENT_ON_PURPOSE: Readonly<Record<string, string>> = {
  'jaeger-double-nan v1': 'Jaeger cannot answer the trace at all',
  'jaeger-double-nan v1-raw': 'Jaeger cannot answer the trace at all',
  'jaeger-duplicate-spans v1-raw': 'storing a span again is harmless',
  'jaeger-negative-start v1': 'Jaeger cannot answer the trace at all',
  'jaeger-negative-start v1-raw': 'Jaeger cannot answer the trace at all',
  'jaeger-reference-unknown-type v1': 'shown as CHILD_OF it also is one: the skew warning is there',
  'udp-binary-on-compact-port v1': 'every port takes both protocols',
  'udp-binary-on-compact-port v1-raw': 'every port takes both protocols',
  'udp-zipkin-no-service v1': 'only the span without a service has an unknown one; Jaeger drops the packet',
  'udp-zipkin-no-service v1-raw': 'only the span without a service has an unknown one; Jaeger drops the packet',
};
const MAX_PACKET_BYTES = 65_000;

describe('a trace that came in a Jaeger format is answered as by Jaeger 1.76', () => {
  for (const c of goldenIngestCases('jaeger')) {
    compare(c, 'v1', c.v1, '', 0);
    compare(c, 'v1-raw', c.raw, '?raw=true', 0);
    compare(c, 'v1-skew10s', c.v1Skew10s, '', 10_000);
  }
});

function compare(c: GoldenIngestCase, view: string, pages: GoldenPages, search: string, maxClockSkewMs: number): void {
  const title = `${c.name} ${view}`;
  if (Object.keys(pages).length === 0 || c.unstable.includes(`${view}.json`)) return;
  const tagOrder = c.protocol === 'udp-zipkin' ? 'any' : 'kept';
  const reason = DIFFERENT_ON_PURPOSE[title];
  test(reason === undefined ? title : `${title} differs: ${reason}`, async () => {
    const { ask } = await queryServer({ maxClockSkewMs }, await stored(c));
    const differences: unknown[] = [];
    for (const [id, want] of Object.entries(pages)) {
      const got = await ask(`/api/traces/${id}${search}`);
      const shown = (status: number, type: string | undefined, body: unknown): unknown => {
        return { status, type, body: normalizeV1(body, tagOrder) };
      };
      const wanted = shown(want.status, want.contentType, want.body);
      const difference = firstDifference(
        wanted,
        shown(got.status, got.headers['content-type'], JSON.parse(got.body)),
        id,
      );
      if (difference !== null) differences.push(difference);
    }
    if (reason === undefined) expect(differences).toEqual([]);
    else expect(differences, 'the listed difference is stale').not.toEqual([]);
  });
}

async function stored(c: GoldenIngestCase): Promise<StorageBackend> {
  const storage = referenceStore();
  const { names } = testDeps();
  const call = { signal: new AbortController().signal, tenant: '' };
  for (const [i, payload] of c.payloads.entries()) {
    const { status = 202, grpcCode = 'OK' } = c.answers[i] ?? {};
    if (status !== 202 || grpcCode !== 'OK' || payload.length > MAX_PACKET_BYTES) continue;
    const batch = decoded(c, payload, names);
    if (batch !== null) await storage.writer.write(batch, call);
  }
  return storage;
}

/** Null where the decoder refuses it. */
function decoded(c: GoldenIngestCase, payload: Uint8Array, names: NameTable): SpanBatch | null {
  try {
    if (c.protocol === 'grpc-api_v2') return decodePostSpans(payload, names, 'proto');
    if (c.protocol === 'http-thrift') return decodeJaegerThrift(payload, names, 'jaeger');
    const transcoder = new AgentTranscoder(names, 'proto');
    transcoder.add(payload);
    return transcoder.take();
  } catch {
    return null;
  }
}

// What Jaeger 1.76 answers for spans that came as OTLP: the recorded payloads, read back over HTTP. How a
// payload gets through a receiver is another package's test; here it is decoded and stored.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { SpanBatch, StorageBackend } from '@spoor/core';
import {
  firstDifference,
  type GoldenIngestCase,
  type GoldenPages,
  goldenIngestCases,
  normalizeV1,
  referenceStore,
  testDeps,
} from '@spoor/testkit';
import { decodeOtlpJson, decodeOtlpProto } from '@spoor/wire';
import { describe, expect, test } from 'vitest';
import { queryServer } from '../support/query-server.ts';

/** Jaeger keeps every copy of a span that is sent twice; here storing it again is harmless. */
const DIFFERENT_ON_PURPOSE = ['otlp-duplicate-spans v1-raw'];
const CASES = goldenIngestCases('otlp');

describe('a trace that came as OTLP is answered as by Jaeger 1.76', () => {
  for (const c of CASES) {
    compare(c, 'v1', c.v1, '', 0);
    compare(c, 'v1-raw', c.raw, '?raw=true', 0);
    compare(c, 'v1-skew10s', c.v1Skew10s, '', 10_000);
  }
});

function compare(c: GoldenIngestCase, view: string, pages: GoldenPages, search: string, maxClockSkewMs: number): void {
  const title = `${c.name} ${view}`;
  if (Object.keys(pages).length === 0 || c.unstable.includes(`${view}.json`)) return;
  if (DIFFERENT_ON_PURPOSE.includes(title)) return;
  test(title, async () => {
    const { ask } = await queryServer({ maxClockSkewMs }, await stored(c));
    for (const [id, want] of Object.entries(pages)) {
      const got = await ask(`/api/traces/${id}${search}`);
      expect({ id, status: got.status, type: got.headers['content-type'] }).toEqual({
        id,
        status: want.status,
        type: want.contentType,
      });
      expect(firstDifference(normalizeV1(want.body), normalizeV1(JSON.parse(got.body)))).toBeNull();
    }
  });
}

async function stored(c: GoldenIngestCase): Promise<StorageBackend> {
  const storage = referenceStore();
  const { names } = testDeps();
  const call = { signal: new AbortController().signal, tenant: '' };
  for (const [i, payload] of c.payloads.entries()) {
    const answer = c.answers[i];
    if (answer?.grpcCode !== 'OK' && answer?.status !== 200) continue;
    const bytes = inflated(payload, c.contentEncoding);
    const batch: SpanBatch = isJson(c) ? decodeOtlpJson(bytes, names) : decodeOtlpProto(bytes, names);
    await storage.writer.write(batch, call);
  }
  return storage;
}

function isJson(c: GoldenIngestCase): boolean {
  return c.protocol === 'otlp-http-json';
}

function inflated(payload: Uint8Array, encoding: string): Uint8Array {
  if (encoding === 'gzip') return gunzipSync(payload);
  if (encoding === 'deflate') return inflateSync(payload);
  if (encoding === 'br') return brotliDecompressSync(payload);
  return payload;
}

// What Jaeger 1.76 answers for spans that came as Zipkin: the recorded payloads, read back over HTTP. Where Spoor
// keeps more than Jaeger, the additions are taken out before the comparison, and must be there.
import { inflateSync } from 'node:zlib';
import type { NameTable, SpanBatch, StorageBackend } from '@spoor/core';
import {
  firstDifference,
  type GoldenIngestCase,
  type GoldenPages,
  goldenIngestCases,
  isRecord,
  normalizeV1,
  referenceStore,
  testDeps,
} from '@spoor/testkit';
import { decodeZipkinV1Json, decodeZipkinV1Thrift, decodeZipkinV2Json, decodeZipkinV2Proto } from '@spoor/wire';
import { expect, test } from 'vitest';
import { queryServer } from '../support/query-server.ts';

/** Sent by real clients and refused by Jaeger. */
const TAKEN = new Set(['java-brave-proto', 'node-zipkin-v1', 'py-zipkin-v1json', 'zipkin-v1-json-bool-value']);

/** By case: whether Spoor adds this tag. */
const ADDED_TAGS: Readonly<Record<string, RegExp>> = {
  'go-jaeger-zipkin': /^peer\./,
  'py-zipkin-v1thrift': /^peer\./,
  'zipkin-v1-json': /^peer\./,
  'zipkin-v1-thrift-binary-annotations': /^peer\./,
  'zipkin-v2-tags': /^(host\.name|service\.version|telemetry\.sdk\.name)$/,
};

/** By case: how many spans Spoor adds, the halves of spans that both sides reported. */
const ADDED_SPANS: Readonly<Record<string, number>> = { 'zipkin-v1-json': 1 };

for (const one of goldenIngestCases('zipkin')) {
  if (TAKEN.has(one.name)) continue;
  compare(one, 'v1', one.v1, '', 0);
  compare(one, 'v1-raw', one.raw, '?raw=true', 0);
  compare(one, 'v1-skew10s', one.v1Skew10s, '', 10_000);
}

test.each([...TAKEN])('%s is taken whole', async (name) => {
  const one = goldenIngestCases('zipkin').find((other) => other.name === name)!;
  const { ask } = await queryServer({ maxClockSkewMs: 0 }, await stored(one));
  for (const id of Object.keys(one.v1)) expect(JSON.parse((await ask(`/api/traces/${id}`)).body).data).toHaveLength(1);
});

function compare(
  one: GoldenIngestCase,
  view: string,
  pages: GoldenPages,
  search: string,
  maxClockSkewMs: number,
): void {
  if (Object.keys(pages).length === 0 || one.unstable.includes(`${view}.json`)) return;
  test(`${one.name} ${view}`, async () => {
    const { ask } = await queryServer({ maxClockSkewMs }, await stored(one));
    for (const [id, want] of Object.entries(pages)) {
      const got = await ask(`/api/traces/${id}${search}`);
      expect(got.status).toBe(want.status);
      const body = withoutAdditions(one.name, JSON.parse(got.body));
      expect(firstDifference(normalizeV1(want.body, 'any'), normalizeV1(body, 'any'))).toBeNull();
    }
  });
}

function withoutAdditions(name: string, body: unknown): unknown {
  const added = ADDED_TAGS[name];
  let tags = 0;
  let spans = 0;
  const walk = (value: unknown, key = ''): unknown => {
    if (!Array.isArray(value)) {
      if (!isRecord(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, walk(inner, member)]));
    }
    const kept = value.filter((item) => {
      const isAddedTag = key === 'tags' && added?.test(String(memberOf(item, 'key'))) === true;
      const isAddedSpan = key === 'spans' && name in ADDED_SPANS && isOtherHalf(item);
      tags += isAddedTag ? 1 : 0;
      spans += isAddedSpan ? 1 : 0;
      return !isAddedTag && !isAddedSpan;
    });
    return kept.map((item) => walk(item));
  };
  const without = walk(body);
  expect(tags > 0).toBe(added !== undefined);
  expect(spans).toBe(ADDED_SPANS[name] ?? 0);
  return without;
}

function isOtherHalf(span: unknown): boolean {
  return memberOf(span, 'operationName') === 'both' && JSON.stringify(memberOf(span, 'tags')).includes('server');
}

function memberOf(item: unknown, key: string): unknown {
  return isRecord(item) ? item[key] : undefined;
}

async function stored(one: GoldenIngestCase): Promise<StorageBackend> {
  const storage = referenceStore();
  const { names } = testDeps();
  const call = { signal: new AbortController().signal, tenant: '' };
  for (const [i, payload] of one.payloads.entries()) {
    if (one.answers[i]?.status !== 202 && !TAKEN.has(one.name)) continue;
    const bytes = one.contentEncoding === 'deflate' ? new Uint8Array(inflateSync(payload)) : payload;
    await storage.writer.write(decoderOf(one)(bytes, names), call);
  }
  return storage;
}

function decoderOf({ path, protocol }: GoldenIngestCase): (bytes: Uint8Array, names: NameTable) => SpanBatch {
  if (protocol === 'zipkin-v1-thrift') return decodeZipkinV1Thrift;
  if (path.includes('api/v1/spans')) return decodeZipkinV1Json;
  return protocol === 'zipkin-v2-proto' ? decodeZipkinV2Proto : decodeZipkinV2Json;
}

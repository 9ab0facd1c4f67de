// Which of the recorded payloads are refused. What the others become is compared where they can be read back.
import { inflateSync } from 'node:zlib';
import { NameTable } from '@spoor/core';
import { type GoldenIngestCase, goldenIngestCases } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { decodeZipkinV1Json, decodeZipkinV1Thrift, decodeZipkinV2Json, decodeZipkinV2Proto } from '../../src/index.ts';
import type { Decode } from './refusal.ts';

/** Refused by Jaeger 1.76 and taken here: what real clients send. */
const TAKEN = new Set(['java-brave-proto', 'node-zipkin-v1', 'py-zipkin-v1json', 'zipkin-v1-json-bool-value']);

function decoderOf({ path, protocol }: GoldenIngestCase): Decode {
  if (protocol === 'zipkin-v1-thrift') return decodeZipkinV1Thrift;
  if (path.includes('api/v1/spans')) return decodeZipkinV1Json;
  return protocol === 'zipkin-v2-proto' ? decodeZipkinV2Proto : decodeZipkinV2Json;
}

describe('taken and refused as by Jaeger 1.76', () => {
  test.for(goldenIngestCases('zipkin'))('$name: $description', (one) => {
    for (const [i, payload] of one.payloads.entries()) {
      const bytes = one.contentEncoding === 'deflate' ? new Uint8Array(inflateSync(payload)) : payload;
      const encoding = ['', 'deflate'].includes(one.contentEncoding);
      if (!encoding) continue; // inflating is the receiver's
      const decode = (): unknown => decoderOf(one)(bytes, new NameTable());
      if (one.answers[i]?.status === 400 && !TAKEN.has(one.name)) {
        expect(decode).toThrow(expect.objectContaining({ code: 'PAYLOAD_MALFORMED' }));
      } else expect(decode).not.toThrow();
    }
  });
});

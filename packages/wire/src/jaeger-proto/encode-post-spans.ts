import type { SpanBatch } from '@spoor/core';
import { type EncodedPostSpans, PostSpansEncoder } from './post-spans-encoder.ts';

/** One batch; see `PostSpansEncoder`, which whoever has many keeps. */
export function encodePostSpans(batch: SpanBatch, maxBytes: number): EncodedPostSpans {
  return new PostSpansEncoder(maxBytes).encode(batch);
}

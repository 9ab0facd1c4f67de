import type { NameTable, SpanBatch } from '@spoor/core';
import { PostSpansDecoder } from './post-spans-decoder.ts';

/** One PostSpansRequest; see `PostSpansDecoder`, which whoever has many keeps. `format` as there. */
export function decodePostSpans(bytes: Uint8Array, names: NameTable, format: string | null): SpanBatch {
  return new PostSpansDecoder(names, format).decode(bytes);
}

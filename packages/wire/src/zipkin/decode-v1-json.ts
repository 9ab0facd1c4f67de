// Zipkin v1 JSON: a list of spans.
import type { NameTable, SpanBatch } from '@spoor/core';
import { V1JsonReader } from './v1-json-reader.ts';
import { V1SpanWriter } from './v1-span-writer.ts';

/**
 * `bytes` is UTF-8 text; it is not kept. `nowUs` (Unix µs) is the start of spans that do not say theirs. Memory is
 * at most 4 times the text.
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset, the span's index and the path of the field,
 * PAYLOAD_TOO_LARGE for too many spans
 */
export function decodeZipkinV1Json(bytes: Uint8Array, names: NameTable, nowUs = 0): SpanBatch {
  return new V1JsonReader(new V1SpanWriter()).decode(bytes, names, nowUs);
}

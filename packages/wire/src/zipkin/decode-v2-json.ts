// Zipkin v2 JSON: a list of spans.
import type { NameTable, SpanBatch } from '@spoor/core';
import { V2JsonReader } from './v2-json-reader.ts';
import { V2SpanWriter } from './v2-span-writer.ts';

/**
 * `bytes` is UTF-8 text; it is not kept. Memory is at most 4 times the text.
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset, the span's index and the path of the field,
 * PAYLOAD_TOO_LARGE for too many spans
 */
export function decodeZipkinV2Json(bytes: Uint8Array, names: NameTable): SpanBatch {
  return new V2JsonReader(new V2SpanWriter()).decode(bytes, names);
}

// Zipkin v1 thrift over HTTP: a list of zipkincore.Span in the binary protocol, without a message around it.
import type { NameTable, SpanBatch } from '@spoor/core';
import { V1SpanWriter } from './v1-span-writer.ts';
import { V1ThriftReader } from './v1-thrift-reader.ts';

/**
 * `bytes` are not kept. `nowUs` (Unix µs) is the start of spans that do not say theirs. Memory is at most 4 times the
 * message (64 KiB are always allowed).
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset and the span's index, PAYLOAD_TOO_LARGE for too many or
 * too many tiny spans
 */
export function decodeZipkinV1Thrift(bytes: Uint8Array, names: NameTable, nowUs = 0): SpanBatch {
  return new V1ThriftReader(new V1SpanWriter()).decode(bytes, names, nowUs);
}

// Zipkin v2 protobuf: zipkin.proto3.ListOfSpans.
import type { NameTable, SpanBatch } from '@spoor/core';
import { V2ProtoReader } from './v2-proto-reader.ts';
import { V2SpanWriter } from './v2-span-writer.ts';

/**
 * `bytes` are not kept. Memory is at most 4 times the message (64 KiB are always allowed).
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset, the span's index and the field, PAYLOAD_TOO_LARGE for
 * too many or too many tiny spans
 */
export function decodeZipkinV2Proto(bytes: Uint8Array, names: NameTable): SpanBatch {
  return new V2ProtoReader(new V2SpanWriter()).decode(bytes, names);
}

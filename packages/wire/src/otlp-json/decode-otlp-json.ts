// OTLP JSON to SpanBatch: transcoded to protobuf in one pass, then decoded like any protobuf request, so
// that a span is stored in one form whatever it came as.
import type { NameTable, SpanBatch } from '@spoor/core';
import { decodeOtlpProto } from '../otlp/decode-otlp-proto.ts';
import { Transcoder } from './transcoder.ts';

/**
 * `bytes` is UTF-8 text of an ExportTraceServiceRequest in proto3 JSON with hex ids; it is not kept.
 * Memory is at most 5 times the text.
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset and the path of the field, or what
 * `decodeOtlpProto` throws for too many spans
 */
export function decodeOtlpJson(bytes: Uint8Array, names: NameTable): SpanBatch {
  return decodeOtlpProto(new Transcoder(bytes).run(), names);
}

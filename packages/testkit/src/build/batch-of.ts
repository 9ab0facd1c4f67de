// Spans on the road a receiver takes: encoded by protobufjs, decoded by wire.
import { NameTable, type Span, type SpanBatch } from '@spoor/core';
import { decodeOtlpProto } from '@spoor/wire';
import { encodeSpans } from '../otlp/encode-spans.ts';

/** One batch in the order given, with a name table of its own. */
export function batchOf(...spans: readonly Span[]): SpanBatch {
  return batchIn(new NameTable(), spans);
}

/** As `batchOf`, with the names of a process that shares its table (`Deps.names`). */
export function batchIn(names: NameTable, spans: readonly Span[]): SpanBatch {
  return decodeOtlpProto(encodeSpans(spans), names);
}

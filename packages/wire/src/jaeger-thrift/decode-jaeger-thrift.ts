import type { NameTable, SpanBatch } from '@spoor/core';
import { JaegerThriftDecoder } from './jaeger-thrift-decoder.ts';

/**
 * One body of 14268; who has many keeps a JaegerThriftDecoder. `format`: value of the tag `@jaeger@format` that every
 * span gets; null = none.
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset, PAYLOAD_TOO_LARGE for too many or too many tiny spans
 */
export function decodeJaegerThrift(bytes: Uint8Array, names: NameTable, format: string | null): SpanBatch {
  return new JaegerThriftDecoder(format).decode(bytes, names);
}

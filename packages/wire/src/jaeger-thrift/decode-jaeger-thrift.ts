import type { NameTable, SpanBatch } from '@spoor/core';
import { NativeWriter } from '../native/native-writer.ts';
import { BinaryReader } from '../thrift/binary-reader.ts';
import { BatchDriver } from './batch-driver.ts';

/**
 * A bare jaeger.thrift Batch in the binary protocol, as clients post it to 14268. What follows the struct is
 * ignored, as in Jaeger. `format`: value of the tag `@jaeger@format` that every span gets; null = none.
 * @throws TracingError PAYLOAD_MALFORMED with the byte offset, PAYLOAD_TOO_LARGE
 */
export function decodeJaegerThrift(bytes: Uint8Array, names: NameTable, format: string | null): SpanBatch {
  const w = new NativeWriter(format);
  new BatchDriver(w).copy(new BinaryReader(bytes));
  return w.finish(names);
}

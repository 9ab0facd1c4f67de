import type { NameTable, SpanBatch } from '@spoor/core';
import { NativeWriter } from '../native/native-writer.ts';
import { BinaryReader } from '../thrift/binary-reader.ts';
import { BatchDriver } from './batch-driver.ts';

const EMPTY = new Uint8Array(0);

/** Bodies of 14268 one after another; keeps its memory in between. Not for concurrent use. */
export class JaegerThriftDecoder {
  readonly #w: NativeWriter;
  readonly #batch: BatchDriver;
  readonly #r = new BinaryReader(EMPTY);

  /** `format`: value of the tag `@jaeger@format` that every span gets; null = none. */
  constructor(format: string | null) {
    this.#w = new NativeWriter(format);
    this.#batch = new BatchDriver(this.#w);
  }

  /**
   * A bare jaeger.thrift Batch in the binary protocol. What follows the struct is ignored, as in Jaeger. Keeps nothing
   * of `bytes`. The batch is at most 4 times as long (64 KiB are allowed on top).
   * @throws TracingError PAYLOAD_MALFORMED with the byte offset, PAYLOAD_TOO_LARGE for too many or too many tiny spans
   */
  decode(bytes: Uint8Array, names: NameTable): SpanBatch {
    const start = this.#w.mark();
    this.#r.reset(bytes, 0, bytes.length);
    try {
      this.#batch.copy(this.#r);
      return this.#w.finish(names);
    } catch (error) {
      this.#w.rewind(start);
      throw error;
    } finally {
      this.#r.reset(EMPTY, 0, 0);
    }
  }
}

// Formats with varints can say in a few bytes what takes many here (ids, links, rows of columns). What a
// message may become is bounded by its own length.
import { TracingError } from '@spoor/core';
import type { NativeWriter } from './native-writer.ts';

/** Bytes of output and columns per byte of input. */
const RATIO = 4;
/** Always allowed: small messages of tiny spans are odd, not dangerous. */
const SLACK_BYTES = 64 * 1024;
/** One row of SpanColumns. */
const ROW_BYTES = 57;

export class OutputBound {
  readonly #w: NativeWriter;
  #limitBytes = 0;
  #inputBytes = 0;

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** A message of `inputBytes` begins. */
  begin(inputBytes: number): void {
    this.#inputBytes = inputBytes;
    this.#limitBytes = this.#used() + RATIO * inputBytes + SLACK_BYTES;
  }

  /**
   * After each span.
   * @throws TracingError PAYLOAD_TOO_LARGE
   */
  check(): void {
    if (this.#used() <= this.#limitBytes) return;
    throw new TracingError('PAYLOAD_TOO_LARGE', `${this.#inputBytes} bytes hold too many tiny spans`);
  }

  #used(): number {
    return this.#w.length + ROW_BYTES * this.#w.spans;
  }
}

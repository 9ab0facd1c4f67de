// Formats with varints can say in a few bytes what takes many here (ids, links, rows of columns). What a
// message may become is bounded by its own length.
import { TracingError } from '@spoor/core';
import { COLUMN_BYTES_PER_SPAN } from '../otlp/columns.ts';
import type { NativeWriter } from './native-writer.ts';

/** Bytes of output and columns per byte of input. */
const MAX_RATIO = 4;
/** Allowed on top: spans with an id and nothing else are odd, not dangerous, as long as they are few. */
const FREE_BYTES = 65_536;
/** Spans in one message; one of 64 MiB of real spans holds a third of it. */
const MAX_SPANS = 500_000;

export class OutputBound {
  readonly #w: NativeWriter;
  #inputBytes = 0;
  #maxBytes = 0;
  #maxSpans = 0;

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** A message of `inputBytes` begins. */
  begin(inputBytes: number): void {
    this.#inputBytes = inputBytes;
    this.#maxBytes = this.#used() + FREE_BYTES + MAX_RATIO * inputBytes;
    this.#maxSpans = this.#w.spans + MAX_SPANS;
  }

  /**
   * After each span.
   * @throws TracingError PAYLOAD_TOO_LARGE
   */
  check(): void {
    if (this.#used() > this.#maxBytes) {
      throw new TracingError('PAYLOAD_TOO_LARGE', `too many tiny spans in ${this.#inputBytes} bytes`);
    }
    if (this.#w.spans > this.#maxSpans) {
      throw new TracingError('PAYLOAD_TOO_LARGE', `more than ${MAX_SPANS} spans in one message`);
    }
  }

  #used(): number {
    return this.#w.length + COLUMN_BYTES_PER_SPAN * this.#w.spans;
  }
}

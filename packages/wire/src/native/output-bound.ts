// Formats with varints say in a few bytes what takes many here (ids, links, rows of columns), and may ask for the
// same bytes to be read again and again. What a message may become, and what is read twice for it, is bounded by its
// own length.
import { TracingError } from '@spoor/core';
import { COLUMN_BYTES_PER_SPAN } from '../otlp/columns.ts';
import type { NativeWriter } from './native-writer.ts';

/** Bytes of output and columns per byte of input. */
const MAX_RATIO = 4;
/** Allowed on top: spans with an id and nothing else are odd, not dangerous, as long as they are few. */
const FREE_BYTES = 65_536;
/** Spans in one message; one of 64 MiB of real spans holds a third of it. */
const MAX_SPANS = 500_000;
/** What a span without any field takes at least, with its row of columns. */
const EMPTY_SPAN_BYTES = 128;
/** A part that is kept until its span or process ends and only then written. */
const HELD_PART_BYTES = 96;
/** A batch's length is written into four bytes of seven bits. */
const MAX_BATCH_BYTES = 2 ** 28 - 1;

/** Every method throws TracingError PAYLOAD_TOO_LARGE. */
export class OutputBound {
  readonly #w: NativeWriter;
  #inputBytes = 0;
  #maxBytes = 0;
  #maxSpans = 0;
  #heldParts = 0;
  #readAgainBytes = 0;
  #maxReadAgainBytes = 0;

  constructor(w: NativeWriter) {
    this.#w = w;
  }

  /** A message of `inputBytes` begins. */
  begin(inputBytes: number): void {
    const more = FREE_BYTES + MAX_RATIO * inputBytes;
    this.#inputBytes = inputBytes;
    this.#maxBytes = Math.min(this.#used() + more, MAX_BATCH_BYTES);
    this.#maxSpans = this.#w.spans + MAX_SPANS;
    this.#heldParts = this.#readAgainBytes = 0;
    this.#maxReadAgainBytes = more;
  }

  /** For who counts the spans of the message before it writes any. */
  expectSpans(spans: number): void {
    this.#checkSpans(this.#w.spans + spans);
    if (this.#used() + spans * EMPTY_SPAN_BYTES > this.#maxBytes) this.#refuse();
  }

  /** After each span, tag, log or process. */
  check(): void {
    if (this.#used() > this.#maxBytes) this.#refuse();
    this.#checkSpans(this.#w.spans);
  }

  /** One more part is kept. */
  hold(): void {
    if (this.#used() + ++this.#heldParts * HELD_PART_BYTES > this.#maxBytes) this.#refuse();
  }

  /** None of them is kept any more. */
  release(): void {
    this.#heldParts = 0;
  }

  /** So many bytes of the message are read once more. */
  readAgain(bytes: number): void {
    this.#readAgainBytes += bytes;
    if (this.#readAgainBytes > this.#maxReadAgainBytes) this.#refuse();
  }

  #used(): number {
    return this.#w.length + COLUMN_BYTES_PER_SPAN * this.#w.spans;
  }

  #checkSpans(spans: number): void {
    if (spans <= this.#maxSpans) return;
    throw new TracingError('PAYLOAD_TOO_LARGE', `more than ${MAX_SPANS} spans in one message`);
  }

  #refuse(): never {
    throw new TracingError('PAYLOAD_TOO_LARGE', `${this.#inputBytes} bytes hold too many tiny spans or parts of spans`);
  }
}

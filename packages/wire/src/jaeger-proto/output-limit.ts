// A span in the native form is a little longer than in api_v2, but an empty reference is 33 times as long. This
// bounds what a request of empty parts can make of itself.
import { TracingError } from '@spoor/core';
import type { NativeWriter } from '../native/native-writer.ts';

/** The native form may take so many times the request, or so many bytes, whichever is more. */
const MAX_RATIO = 3;
const FREE_BYTES = 65_536;
/** A reference or a warning, held until the end of its span and then written. */
const PART_BYTES = 96;
/** Spans in one request; a message of 4 MiB of real spans holds a tenth of it. */
const MAX_SPANS = 500_000;
/** What a span without any field takes, as bytes and in columns. */
const EMPTY_SPAN_BYTES = 128;

export class OutputLimit {
  readonly #writer: NativeWriter;
  #requestBytes = 0;
  #maxBytes = 0;
  /** Of the span being read. */
  #parts = 0;

  constructor(writer: NativeWriter) {
    this.#writer = writer;
  }

  /** @throws TracingError PAYLOAD_TOO_LARGE when so many spans can only be empty */
  start(requestBytes: number, spans: number): void {
    this.#requestBytes = requestBytes;
    this.#maxBytes = Math.max(FREE_BYTES, MAX_RATIO * requestBytes);
    if (spans > MAX_SPANS) {
      throw new TracingError('PAYLOAD_TOO_LARGE', `${spans} spans in one message, at most ${MAX_SPANS} are taken`);
    }
    if (spans * EMPTY_SPAN_BYTES > this.#maxBytes) {
      throw new TracingError('PAYLOAD_TOO_LARGE', `${spans} spans in ${requestBytes} bytes: too many empty spans`);
    }
  }

  beginSpan(): void {
    this.#parts = 0;
  }

  /** Before a reference or a warning of the span is kept. */
  addPart(): void {
    if (this.#writer.length + ++this.#parts * PART_BYTES > this.#maxBytes) this.#refuse();
  }

  check(): void {
    if (this.#writer.length > this.#maxBytes) this.#refuse();
  }

  #refuse(): never {
    const text = `${this.#requestBytes} bytes would become more than ${this.#maxBytes}: too many empty parts`;
    throw new TracingError('PAYLOAD_TOO_LARGE', text);
  }
}

// A growing buffer for jaeger.api_v2 messages. The length of a nested message is written when it closes: room for it
// is left by a guess, and a wrong guess moves the content.
import { ByteSink, lengthBytes } from '../native/byte-sink.ts';

const MICROS_PER_SECOND = 1e6;
const NANOS_PER_SECOND = 1e9;
const TWO_32 = 2 ** 32;
/** A content of that size at most is guessed to get a length of one byte. */
const SHORT_CONTENT = 110;
const MEDIUM_CONTENT = 16_000;

/** The caller reserves room, for the lengths too. */
export class MessageSink extends ByteSink {
  /** Begins a nested message of about `guess` bytes; hand the answer to `close`. */
  open(tag: number, guess: number): number {
    this.bytes[this.pos] = tag;
    this.pos += 1 + (guess <= SHORT_CONTENT ? 1 : guess <= MEDIUM_CONTENT ? 2 : 5);
    return this.pos;
  }

  /** Ends the innermost open message, with the `guess` it was opened with. */
  close(start: number, guess: number): void {
    const left = guess <= SHORT_CONTENT ? 1 : guess <= MEDIUM_CONTENT ? 2 : 5;
    const length = this.pos - start;
    const needed = lengthBytes(length);
    if (needed !== left) this.bytes.copyWithin(start - left + needed, start, this.pos);
    this.pos = start - left;
    this.varint(length);
    this.pos += length;
  }

  /** A Timestamp: µs, may be negative, and 0..999 ns. */
  timestamp(tag: number, us: number, nsRem: number): void {
    const seconds = Math.floor(us / MICROS_PER_SECOND);
    this.#time(tag, seconds, (us - seconds * MICROS_PER_SECOND) * 1000 + nsRem);
  }

  /** A Duration, may be negative: then both its parts are. */
  duration(tag: number, ns: number): void {
    const seconds = Math.trunc(ns / NANOS_PER_SECOND);
    this.#time(tag, seconds, ns - seconds * NANOS_PER_SECOND);
  }

  #time(tag: number, seconds: number, nanos: number): void {
    this.bytes[this.pos] = tag;
    this.pos += 2;
    const start = this.pos;
    if (seconds !== 0) {
      this.bytes[this.pos++] = 0x08;
      this.#signed(seconds);
    }
    if (nanos !== 0) {
      this.bytes[this.pos++] = 0x10;
      this.#signed(nanos);
    }
    this.bytes[start - 1] = this.pos - start;
  }

  #signed(value: number): void {
    if (value >= 0 && value < TWO_32) this.varint(value);
    else this.varint64(value >>> 0, Math.floor(value / TWO_32) >>> 0);
  }
}

// Writes one protobuf message front to back into a growing buffer. A nested message is opened and closed;
// its length is put in front when it closes, moving the content when the length needs more than one byte.
import { WIRE_FIXED32, WIRE_FIXED64, WIRE_LENGTH, WIRE_VARINT } from './proto-reader.ts';

const TWO_32 = 2 ** 32;
const FIRST_BYTES = 1024;
/** UTF-16 units whose UTF-8 surely has a one-byte length. */
const SHORT_TEXT = 42;
/** Up to so many bytes a loop is faster than a call. */
const LOOPED_COPY = 48;

/** Fields are written as called, defaults included: the caller leaves out what proto3 leaves out. */
export class ProtoWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #pos = 0;
  readonly #scratch: DataView = new DataView(new ArrayBuffer(8));
  readonly #encoder = new TextEncoder();

  /** `capacity` in bytes; it grows by doubling. */
  constructor(capacity: number = FIRST_BYTES) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#pos;
  }

  /** A copy of what was written; the writer may go on or be reset. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#pos);
  }

  /** Forgets what was written, keeps the memory. */
  reset(): void {
    this.#pos = 0;
  }

  /** Starts a nested message; hand the answer to `close`. */
  open(field: number): number {
    this.#tag(field, WIRE_LENGTH);
    this.#reserve(1);
    return ++this.#pos;
  }

  /** Ends the nested message that `open` started at `start`; the innermost open one first. */
  close(start: number): void {
    const length = this.#pos - start;
    const extra = varintBytes(length) - 1;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(start + extra, start, this.#pos);
    }
    this.#pos = start - 1;
    this.#varint(length);
    this.#pos += length;
  }

  /** Takes back everything from `length` on, as it was before an `open`. */
  truncate(length: number): void {
    this.#pos = length;
  }

  /** An unsigned number up to 2^53. */
  uint(field: number, value: number): void {
    this.#tag(field, WIRE_VARINT);
    this.#varint(value);
  }

  /** int64, or int32 and enums: negative values take ten bytes. */
  int(field: number, value: number | bigint): void {
    this.#tag(field, WIRE_VARINT);
    if (typeof value === 'number' && value >= 0) this.#varint(value);
    else this.#varint64(BigInt.asUintN(64, BigInt(value)));
  }

  /** int64 or uint64 as unsigned 32-bit halves. */
  int64(field: number, lo: number, hi: number): void {
    this.#tag(field, WIRE_VARINT);
    this.#reserve(10);
    let low = lo;
    let high = hi;
    while (high !== 0 || low >= 0x80) {
      this.#bytes[this.#pos++] = low | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#bytes[this.#pos++] = low;
  }

  bool(field: number, value: boolean): void {
    this.uint(field, value ? 1 : 0);
  }

  fixed32(field: number, value: number): void {
    this.#tag(field, WIRE_FIXED32);
    this.#reserve(4);
    this.#word(value);
  }

  /** The halves are unsigned 32-bit numbers. */
  fixed64(field: number, lo: number, hi: number): void {
    this.#tag(field, WIRE_FIXED64);
    this.#reserve(8);
    this.#word(lo);
    this.#word(hi);
  }

  double(field: number, value: number): void {
    this.#scratch.setFloat64(0, value);
    this.fixed64(field, this.#scratch.getUint32(4), this.#scratch.getUint32(0));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, WIRE_LENGTH);
    this.#varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#pos);
    this.#pos += value.length;
  }

  /** The bytes [start, end) of `source`, without a view of them. */
  range(field: number, source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#tag(field, WIRE_LENGTH);
    this.#varint(length);
    this.#reserve(length);
    if (length > LOOPED_COPY) this.#bytes.set(source.subarray(start, end), this.#pos);
    else {
      const bytes = this.#bytes;
      const shift = this.#pos - start;
      for (let i = start; i < end; i++) bytes[i + shift] = source[i]!;
    }
    this.#pos += length;
  }

  /** UTF-8; lone surrogates become U+FFFD. */
  text(field: number, value: string): void {
    this.#tag(field, WIRE_LENGTH);
    if (value.length <= SHORT_TEXT) this.#shortText(value);
    else {
      const length = Buffer.byteLength(value);
      this.#varint(length);
      this.#reserve(length);
      this.#encoder.encodeInto(value, this.#bytes.subarray(this.#pos));
      this.#pos += length;
    }
  }

  /** An id: an even number of lower-case hex digits, as bytes. */
  hex(field: number, digits: string): void {
    const length = digits.length >>> 1;
    this.#tag(field, WIRE_LENGTH);
    this.#varint(length);
    this.#reserve(length);
    for (let i = 0; i < 2 * length; i += 2) {
      this.#bytes[this.#pos++] = (nibble(digits.charCodeAt(i)) << 4) | nibble(digits.charCodeAt(i + 1));
    }
  }

  /** ASCII is copied unit by unit; the first other unit hands over to the encoder. */
  #shortText(value: string): void {
    this.#reserve(3 * SHORT_TEXT + 1);
    const bytes = this.#bytes;
    const start = this.#pos + 1;
    let written = 0;
    while (written < value.length) {
      const unit = value.charCodeAt(written);
      if (unit >= 0x80) {
        written = this.#encoder.encodeInto(value, bytes.subarray(start)).written;
        break;
      }
      bytes[start + written++] = unit;
    }
    bytes[start - 1] = written;
    this.#pos = start + written;
  }

  #tag(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#pos++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#pos++] = rest;
  }

  #varint64(value: bigint): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80n) {
      this.#bytes[this.#pos++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#pos++] = Number(rest);
  }

  #word(value: number): void {
    const bytes = this.#bytes;
    const at = this.#pos;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.#pos = at + 4;
  }

  #reserve(count: number): void {
    const needed = this.#pos + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#pos));
    this.#bytes = grown;
  }
}

function varintBytes(value: number): number {
  let count = 1;
  for (let limit = 0x80; value >= limit && limit < TWO_32; limit *= 0x80) count++;
  return count;
}

function nibble(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

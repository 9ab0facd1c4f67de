// Writes one protobuf message front to back into a growing buffer. A nested message is opened and closed;
// its length is put in front when it closes, moving the content when the length needs more than one byte.
import { WIRE_FIXED32, WIRE_FIXED64, WIRE_LENGTH, WIRE_VARINT } from './proto-reader.ts';

/** Bytes of a tag or a varint at most. */
const MAX_HEAD = 10;
const TWO_32 = 2 ** 32;
const FIRST_BYTES = 1024;
/** UTF-16 units whose UTF-8 surely has a one-byte length. */
const SHORT_TEXT = 42;
/** Up to so many bytes a loop is faster than a call. */
const LOOPED_COPY = 48;

const ENCODER = new TextEncoder();

/** Fields are written as called, defaults included: the caller leaves out what proto3 leaves out. */
export class ProtoWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #pos = 0;
  /** For doubles, from the first one on. */
  #scratch: DataView | null = null;

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

  /** A view of what was written, good until the next write. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#pos);
  }

  /** Forgets what was written, keeps the memory. */
  reset(): void {
    this.#pos = 0;
  }

  /** The same with at least `capacity` bytes of memory, and no more than `keptBytes` if they are more than that. */
  restart(capacity: number, keptBytes: number): void {
    this.#pos = 0;
    const { length } = this.#bytes;
    if (length < capacity || length > Math.max(capacity, keptBytes)) this.#bytes = new Uint8Array(capacity);
  }

  /** Whether exactly these bytes were written. */
  isSame(bytes: Uint8Array): boolean {
    if (bytes.length !== this.#pos) return false;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== this.#bytes[i]) return false;
    return true;
  }

  /** Starts a nested message whose content will have exactly `length` bytes; nothing closes it. */
  sized(field: number, length: number): void {
    this.#head(field, length);
  }

  /** Starts a nested message; hand the answer to `close`. */
  open(field: number): number {
    this.#reserve(MAX_HEAD);
    this.#pos = putVarint(this.#bytes, this.#pos, field * 8 + WIRE_LENGTH) + 1;
    return this.#pos;
  }

  /** Ends the nested message that `open` started at `start`; the innermost open one first. */
  close(start: number): void {
    const length = this.#pos - start;
    if (length < 0x80) {
      this.#bytes[start - 1] = length;
      return;
    }
    const extra = varintBytes(length) - 1;
    this.#reserve(extra);
    this.#bytes.copyWithin(start + extra, start, this.#pos);
    putVarint(this.#bytes, start - 1, length);
    this.#pos += extra;
  }

  /** Takes back everything from `length` on, as it was before an `open`. */
  truncate(length: number): void {
    this.#pos = length;
  }

  /** An unsigned number up to 2^53. */
  uint(field: number, value: number): void {
    this.#reserve(2 * MAX_HEAD);
    this.#pos = putVarint(this.#bytes, putVarint(this.#bytes, this.#pos, field * 8 + WIRE_VARINT), value);
  }

  /** int64, or int32 and enums: negative values take ten bytes. */
  int(field: number, value: number | bigint): void {
    if (typeof value === 'number' && value >= 0) {
      this.uint(field, value);
      return;
    }
    const pattern = BigInt.asUintN(64, BigInt(value));
    this.int64(field, Number(pattern & 0xffff_ffffn), Number(pattern >> 32n));
  }

  /** int64 or uint64 as unsigned 32-bit halves. */
  int64(field: number, lo: number, hi: number): void {
    this.#reserve(2 * MAX_HEAD);
    const bytes = this.#bytes;
    let pos = putVarint(bytes, this.#pos, field * 8 + WIRE_VARINT);
    let low = lo;
    let high = hi;
    while (high !== 0 || low >= 0x80) {
      bytes[pos++] = low | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    bytes[pos] = low;
    this.#pos = pos + 1;
  }

  bool(field: number, value: boolean): void {
    this.uint(field, value ? 1 : 0);
  }

  fixed32(field: number, value: number): void {
    this.#reserve(MAX_HEAD + 4);
    const at = putVarint(this.#bytes, this.#pos, field * 8 + WIRE_FIXED32);
    putWord(this.#bytes, at, value);
    this.#pos = at + 4;
  }

  /** The halves are unsigned 32-bit numbers. */
  fixed64(field: number, lo: number, hi: number): void {
    this.#reserve(MAX_HEAD + 8);
    const at = putVarint(this.#bytes, this.#pos, field * 8 + WIRE_FIXED64);
    putWord(this.#bytes, at, lo);
    putWord(this.#bytes, at + 4, hi);
    this.#pos = at + 8;
  }

  double(field: number, value: number): void {
    this.#scratch ??= new DataView(new ArrayBuffer(8));
    this.#scratch.setFloat64(0, value);
    this.fixed64(field, this.#scratch.getUint32(4), this.#scratch.getUint32(0));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#head(field, value.length);
    this.#bytes.set(value, this.#pos);
    this.#pos += value.length;
  }

  /** The bytes [start, end) of `source`, without a view of them. */
  range(field: number, source: Uint8Array, start: number, end: number): void {
    this.#head(field, end - start);
    this.#copy(source, start, end);
  }

  /** The same without tag and length: whole fields that were written elsewhere. */
  raw(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#copy(source, start, end);
  }

  /** A KeyValue under a field up to 15 whose value is a text; key and text are ranges of bytes. */
  textAttribute(
    field: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    text: Uint8Array,
    start: number,
    end: number,
  ): void {
    const keyBytes = keyEnd - keyStart;
    const valueBytes = fieldBytes(end - start);
    const length = fieldBytes(keyBytes) + fieldBytes(valueBytes);
    if (length >= 0x80) {
      this.sized(field, length);
      this.range(1, key, keyStart, keyEnd);
      this.sized(2, valueBytes);
      this.range(1, text, start, end);
      return;
    }
    this.#reserve(length + 2);
    this.#pair(field * 8 + WIRE_LENGTH, length);
    this.#pair(8 + WIRE_LENGTH, keyBytes);
    this.#copy(key, keyStart, keyEnd);
    this.#pair(16 + WIRE_LENGTH, valueBytes);
    this.#pair(8 + WIRE_LENGTH, end - start);
    this.#copy(text, start, end);
  }

  /** Two bytes; there is room. */
  #pair(first: number, second: number): void {
    this.#bytes[this.#pos] = first;
    this.#bytes[this.#pos + 1] = second;
    this.#pos += 2;
  }

  /** Everything that was written to `other`. */
  append(other: ProtoWriter): void {
    this.#reserve(other.#pos);
    this.#copy(other.#bytes, 0, other.#pos);
  }

  /** There is room. */
  #copy(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
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
    if (value.length <= SHORT_TEXT) this.#shortText(field, value);
    else {
      const length = Buffer.byteLength(value);
      this.#head(field, length);
      ENCODER.encodeInto(value, this.#bytes.subarray(this.#pos));
      this.#pos += length;
    }
  }

  /** An id: an even number of lower-case hex digits, as bytes. */
  hex(field: number, digits: string): void {
    const length = digits.length >>> 1;
    this.#head(field, length);
    for (let i = 0; i < 2 * length; i += 2) {
      this.#bytes[this.#pos++] = (nibble(digits.charCodeAt(i)) << 4) | nibble(digits.charCodeAt(i + 1));
    }
  }

  /** ASCII is copied unit by unit; the first other unit hands over to the encoder. */
  #shortText(field: number, value: string): void {
    this.#reserve(MAX_HEAD + 3 * SHORT_TEXT + 1);
    const bytes = this.#bytes;
    const start = putVarint(bytes, this.#pos, field * 8 + WIRE_LENGTH) + 1;
    let written = 0;
    while (written < value.length) {
      const unit = value.charCodeAt(written);
      if (unit >= 0x80) {
        written = ENCODER.encodeInto(value, bytes.subarray(start)).written;
        break;
      }
      bytes[start + written++] = unit;
    }
    bytes[start - 1] = written;
    this.#pos = start + written;
  }

  /** Tag and length of a field whose `length` bytes come next; there is room for them. */
  #head(field: number, length: number): void {
    this.#reserve(2 * MAX_HEAD + length);
    this.#pos = putVarint(this.#bytes, putVarint(this.#bytes, this.#pos, field * 8 + WIRE_LENGTH), length);
  }

  #reserve(count: number): void {
    const needed = this.#pos + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#pos));
    this.#bytes = grown;
  }
}

/** Unsigned, up to 2^53; answers the offset after it. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let pos = at;
  let rest = value;
  while (rest >= 0x80) {
    bytes[pos++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[pos] = rest;
  return pos + 1;
}

/** Of a field 1 to 15 with `length` bytes. */
function fieldBytes(length: number): number {
  return 1 + varintBytes(length) + length;
}

function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

function varintBytes(value: number): number {
  let count = 1;
  for (let limit = 0x80; value >= limit && limit < TWO_32; limit *= 0x80) count++;
  return count;
}

function nibble(code: number): number {
  return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

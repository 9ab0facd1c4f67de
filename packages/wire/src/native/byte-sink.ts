// A growing buffer for the native writer: protobuf primitives without field bookkeeping. Room is reserved by
// the caller once for several writes.

const FIRST_BYTES = 64 * 1024;
/** A buffer that one large message made larger than this is not kept. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** Up to so many bytes a loop over words is faster than a call. */
const LOOPED_COPY = 200;
const WORD_BYTES = 4;
/** The high bits of four bytes: set in one that is not ASCII. */
const NON_ASCII_WORD = 0x8080_8080;
const EMPTY: Uint8Array = new Uint8Array(0);
/** What a padded length may say: 28 bits in four bytes. */
const WIDE_BYTES = 4;

export class ByteSink {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BYTES);
  pos = 0;
  #view: DataView = viewOf(this.bytes);
  #source: Uint8Array = EMPTY;
  #sourceView: DataView = viewOf(EMPTY);

  /** A copy of everything; starts over. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.slice(0, this.pos);
    this.pos = 0;
    this.expect(EMPTY);
    if (this.bytes.length > KEPT_BYTES) this.#replace(new Uint8Array(FIRST_BYTES));
    return taken;
  }

  /** What is copied next comes from `source`, most of it; copies from elsewhere are slower. */
  expect(source: Uint8Array): void {
    if (source === this.#source) return;
    this.#source = source;
    this.#sourceView = viewOf(source);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.pos + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    grown.set(this.bytes.subarray(0, this.pos));
    this.#replace(grown);
  }

  #replace(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.#view = viewOf(bytes);
  }

  /** Unsigned, below 2^32. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.pos++] = rest | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.pos++] = rest;
  }

  /** Unsigned 32-bit halves. */
  varint64(lo: number, hi: number): void {
    let low = lo;
    let high = hi;
    while (high !== 0 || low >= 0x80) {
      this.bytes[this.pos++] = low | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.bytes[this.pos++] = low;
  }

  /** A tag and a length, or any two bytes. */
  pair(first: number, second: number): void {
    this.bytes[this.pos] = first;
    this.bytes[this.pos + 1] = second;
    this.pos += 2;
  }

  /** Little-endian, as fixed32 and fixed64 are. */
  word(value: number): void {
    this.#view.setUint32(this.pos, value, true);
    this.pos += WORD_BYTES;
  }

  /** Big-endian, as ids are. */
  idWord(value: number): void {
    this.#view.setUint32(this.pos, value);
    this.pos += WORD_BYTES;
  }

  /** Copies [at, end); answers whether all of it is ASCII, false also when it did not look. */
  copy(source: Uint8Array, at: number, end: number): boolean {
    const { pos } = this;
    this.pos = pos + end - at;
    if (end - at > LOOPED_COPY) {
      this.bytes.set(source.subarray(at, end), pos);
      return false;
    }
    if (source === this.#source && end - at >= WORD_BYTES) return this.#copyWords(this.#sourceView, pos, at, end);
    return this.#copyBytes(source, pos, at, end);
  }

  /** All of `fixed`, which has at least four bytes. */
  put(fixed: DataView): void {
    const { pos } = this;
    this.pos = pos + fixed.byteLength;
    this.#copyWords(fixed, pos, 0, fixed.byteLength);
  }

  /** The last word overlaps the one before it. */
  #copyWords(from: DataView, pos: number, at: number, end: number): boolean {
    const to = this.#view;
    const shift = pos - at;
    const last = end - WORD_BYTES;
    let seen = from.getInt32(last, true);
    to.setInt32(last + shift, seen, true);
    for (let i = at; i < last; i += WORD_BYTES) {
      const word = from.getInt32(i, true);
      to.setInt32(i + shift, word, true);
      seen |= word;
    }
    return (seen & NON_ASCII_WORD) === 0;
  }

  #copyBytes(source: Uint8Array, pos: number, at: number, end: number): boolean {
    const { bytes } = this;
    const shift = pos - at;
    let seen = 0;
    for (let i = at; i < end; i++) {
      const byte = source[i]!;
      bytes[i + shift] = byte;
      seen |= byte;
    }
    return seen < 0x80;
  }

  /** A length in four bytes at `at`, padded: nothing moves when it becomes known. */
  wideLength(at: number, value: number): void {
    let rest = value;
    for (let i = 0; i < WIDE_BYTES - 1; i++) {
      this.bytes[at + i] = rest | 0x80;
      rest >>>= 7;
    }
    this.bytes[at + WIDE_BYTES - 1] = rest;
  }

  /**
   * Fills the two bytes before `start` with the length of what follows. A longer length moves the content; answers
   * by how much.
   */
  closeShort(start: number): number {
    const length = this.pos - start;
    const extra = lengthBytes(length) - 2;
    if (extra > 0) {
      this.reserve(extra);
      this.bytes.copyWithin(start + extra, start, this.pos);
      const end = this.pos + extra;
      this.pos = start - 2;
      this.varint(length);
      this.pos = end;
      return extra;
    }
    this.bytes[start - 2] = length | 0x80;
    this.bytes[start - 1] = length >>> 7;
    return 0;
  }
}

/** Of a varint below 2^32. */
export function lengthBytes(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

/** For `put`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

// A cursor over one protobuf message. Allocates nothing while it reads: 64-bit values are left in `lo` and
// `hi`, lengths and tags are returned as numbers. Padded varints (up to 10 bytes) are legal and occur.
import { malformed, unexpectedEnd } from './malformed.ts';

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_LENGTH = 2;
export const WIRE_FIXED32 = 5;

const TWO_32 = 2 ** 32;

/** Every method throws TracingError PAYLOAD_MALFORMED with the offset when the bytes end early or are illegal. */
export class ProtoReader {
  bytes: Uint8Array;
  /** Offset of the next byte to read. */
  pos: number;
  /** Offset after the last byte of the message. */
  end: number;
  /** The last 64-bit value read, as two unsigned halves. */
  lo = 0;
  hi = 0;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.pos = at;
    this.end = end;
  }

  /** Starts over on [at, end) of `bytes`. */
  reset(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes;
    this.pos = at;
    this.end = end;
  }

  /** Field number * 8 + wire type; group markers are returned like any other, `skip` refuses them. */
  tag(): number {
    const at = this.pos;
    const tag = this.varint();
    if (tag < 8 || tag >= TWO_32) throw malformed('illegal tag', at);
    return tag;
  }

  /** An unsigned varint, exact up to 2^53; beyond that take `lo` and `hi`. */
  varint(): number {
    const pos = this.pos;
    if (pos >= this.end) throw unexpectedEnd(pos);
    const first = this.bytes[pos]!;
    if (first < 0x80) {
      this.pos = pos + 1;
      this.lo = first;
      this.hi = 0;
      return first;
    }
    return this.#longVarint();
  }

  /** A varint's low 32 bits, unsigned: what an int32, uint32 or enum field holds. */
  uint32(): number {
    this.varint();
    return this.lo;
  }

  #longVarint(): number {
    const { bytes, end } = this;
    const at = this.pos;
    let pos = at;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) throw unexpectedEnd(pos);
      const byte = bytes[pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else hi |= bits << (shift - 32); // the tenth byte: bits above 2^64 fall off, as everywhere
      if (byte < 0x80) {
        this.pos = pos;
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return this.hi * TWO_32 + this.lo;
      }
    }
    throw malformed('varint longer than 10 bytes', at);
  }

  /** Reads a length; answers the offset after that many bytes, which is within the message. */
  lengthEnd(): number {
    const at = this.pos;
    const end = this.varint() + this.pos;
    if (end > this.end) throw unexpectedEnd(at);
    return end;
  }

  fixed32(): number {
    const { bytes, pos } = this;
    if (pos + 4 > this.end) throw unexpectedEnd(pos);
    this.pos = pos + 4;
    return littleEndian32(bytes, pos);
  }

  /** Leaves the value in `lo` and `hi`. */
  fixed64(): void {
    const { bytes, pos } = this;
    if (pos + 8 > this.end) throw unexpectedEnd(pos);
    this.pos = pos + 8;
    this.lo = littleEndian32(bytes, pos);
    this.hi = littleEndian32(bytes, pos + 4);
  }

  /** Passes over the value that follows `tag`. */
  skip(tag: number): void {
    const at = this.pos;
    switch (tag & 7) {
      case WIRE_VARINT:
        this.varint();
        return;
      case WIRE_FIXED64:
        this.pos += 8;
        break;
      case WIRE_LENGTH:
        this.pos = this.lengthEnd();
        return;
      case WIRE_FIXED32:
        this.pos += 4;
        break;
      default:
        throw malformed(`wire type ${tag & 7} of field ${tag >>> 3} is not supported`, at);
    }
    if (this.pos > this.end) throw unexpectedEnd(at);
  }
}

/** Unsigned; the caller has checked the bounds. */
export function littleEndian32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

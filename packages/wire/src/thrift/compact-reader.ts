// TCompactProtocol: zigzag varints, field ids as steps from the one before, booleans inside the field head.
// Doubles are little-endian here. Padded varints (up to 10 bytes) are legal.
import { malformed, unexpectedEnd } from '../protobuf/malformed.ts';
import { littleEndian32 } from '../protobuf/proto-reader.ts';
import type { ThriftReader } from './thrift-reader.ts';
import { BOOL, BYTE, DOUBLE, I16, I32, I64, LIST, MAP, MAX_DEPTH, SET, STRING, STRUCT } from './thrift-types.ts';

/** The type of the binary protocol for each of this one; 0 = no such type. Both booleans are BOOL. */
const TYPES: readonly number[] = [0, BOOL, BOOL, BYTE, I16, I32, I64, DOUBLE, STRING, LIST, SET, MAP, STRUCT, 0, 0, 0];
const TRUE = 1;
const DOUBLE_BYTES = 8;
const MAX_VARINT_BYTES = 10;
/** The size nibble of a list that says that a varint follows. */
const LONG_LIST = 15;

export class CompactReader implements ThriftReader {
  readonly protocol = 'compact';
  bytes: Uint8Array;
  pos: number;
  end: number;
  lo = 0;
  hi = 0;
  elementType = 0;
  #fieldId = 0;
  /** 1 = true, 2 = false: the boolean that the last field head held; 0 = it held none. */
  #headBool = 0;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.pos = at;
    this.end = end;
  }

  reset(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes;
    this.pos = at;
    this.end = end;
    this.#fieldId = this.#headBool = 0;
  }

  /** The id that the enclosing struct goes on from. */
  beginStruct(): number {
    const outer = this.#fieldId;
    this.#fieldId = 0;
    return outer;
  }

  endStruct(mark: number): void {
    this.#fieldId = mark;
  }

  field(): number {
    const { pos } = this;
    if (pos >= this.end) throw unexpectedEnd(pos);
    const head = this.bytes[pos]!;
    this.pos = pos + 1;
    if (head === 0) return 0;
    const compactType = head & 15;
    const type = TYPES[compactType]!;
    if (type === 0) throw malformed(`unknown compact thrift type ${compactType}`, pos);
    const step = head >>> 4;
    this.#fieldId = step === 0 ? this.int16() : ((this.#fieldId + step) << 16) >> 16;
    this.#headBool = type === BOOL ? compactType : 0;
    return (this.#fieldId << 4) | type;
  }

  bool(): boolean {
    const held = this.#headBool;
    if (held === 0) return this.byte() === TRUE;
    this.#headBool = 0;
    return held === TRUE;
  }

  byte(): number {
    const { pos } = this;
    if (pos >= this.end) throw unexpectedEnd(pos);
    this.pos = pos + 1;
    return this.bytes[pos]!;
  }

  int16(): number {
    return (this.int32() << 16) >> 16;
  }

  int32(): number {
    const bits = this.varint();
    return (bits >>> 1) ^ -(bits & 1);
  }

  int64(): void {
    this.#varint64();
    const sign = -(this.lo & 1);
    this.lo = (((this.lo >>> 1) | (this.hi << 31)) ^ sign) >>> 0;
    this.hi = ((this.hi >>> 1) ^ sign) >>> 0;
  }

  double(): void {
    const { bytes, pos } = this;
    if (pos + DOUBLE_BYTES > this.end) throw unexpectedEnd(pos);
    this.pos = pos + DOUBLE_BYTES;
    this.lo = littleEndian32(bytes, pos);
    this.hi = littleEndian32(bytes, pos + 4);
  }

  stringEnd(): number {
    const at = this.pos;
    const end = this.#size() + this.pos;
    if (end > this.end) throw unexpectedEnd(at);
    return end;
  }

  listSize(): number {
    const at = this.pos;
    const head = this.byte();
    const size = head >>> 4 === LONG_LIST ? this.#size() : head >>> 4;
    this.elementType = TYPES[head & 15]!;
    if (size !== 0) this.#checkSize(size, this.#leastBytes(this.elementType, at), at);
    return size;
  }

  /** A varint's low 32 bits, unsigned, no zigzag. */
  varint(): number {
    const { pos } = this;
    if (pos < this.end) {
      const first = this.bytes[pos]!;
      if (first < 0x80) {
        this.pos = pos + 1;
        return first;
      }
    }
    this.#varint64();
    return this.lo;
  }

  skip(field: number): void {
    this.#skip(field & 15, MAX_DEPTH);
  }

  #skip(type: number, depth: number): void {
    const at = this.pos;
    switch (type) {
      case BOOL:
        this.bool();
        return;
      case BYTE:
        this.byte();
        return;
      case I16:
      case I32:
      case I64:
        this.#varint64();
        return;
      case DOUBLE:
        this.double();
        return;
      case STRING:
        this.pos = this.stringEnd();
        return;
      default:
        if (depth === 0) throw malformed(`nested deeper than ${MAX_DEPTH}`, at);
        this.#skipParts(type, depth - 1);
    }
  }

  #skipParts(type: number, depth: number): void {
    if (type === MAP) {
      this.#skipMap(depth);
    } else if (type === STRUCT) {
      const mark = this.beginStruct();
      for (let field = this.field(); field !== 0; field = this.field()) this.#skip(field & 15, depth);
      this.endStruct(mark);
    } else {
      const size = this.listSize();
      const { elementType } = this;
      for (let left = size; left > 0; left--) this.#skip(elementType, depth);
    }
  }

  #skipMap(depth: number): void {
    const at = this.pos;
    const size = this.#size();
    if (size === 0) return;
    const types = this.byte();
    const keyType = TYPES[types >>> 4]!;
    const valueType = TYPES[types & 15]!;
    this.#checkSize(size, this.#leastBytes(keyType, at) + this.#leastBytes(valueType, at), at);
    for (let left = size; left > 0; left--) {
      this.#skip(keyType, depth);
      this.#skip(valueType, depth);
    }
  }

  /** A length or a number of elements; one that no 31 bits hold does not fit anywhere. */
  #size(): number {
    const { pos } = this;
    if (pos < this.end) {
      const first = this.bytes[pos]!;
      if (first < 0x80) {
        this.pos = pos + 1;
        return first;
      }
    }
    this.#varint64();
    if (this.hi !== 0 || this.lo > 0x7fff_ffff) throw malformed('size over 2^31', pos);
    return this.lo;
  }

  #checkSize(size: number, leastBytes: number, at: number): void {
    if (size * leastBytes > this.end - this.pos)
      throw malformed(`${size} elements in ${this.end - this.pos} bytes`, at);
  }

  #leastBytes(type: number, at: number): number {
    if (type === 0) throw malformed('unknown compact thrift type', at);
    return type === DOUBLE ? DOUBLE_BYTES : 1;
  }

  /** Leaves 64 bits, no zigzag, in `lo` and `hi`. */
  #varint64(): void {
    const at = this.pos;
    const { bytes } = this;
    const end = Math.min(this.end, at + MAX_VARINT_BYTES);
    let pos = at;
    let low = 0;
    let middle = 0;
    let high = 0;
    let byte = 0x80;
    for (let shift = 0; byte >= 0x80 && shift < 28 && pos < end; shift += 7) {
      byte = bytes[pos++]!;
      low |= (byte & 0x7f) << shift;
    }
    for (let shift = 0; byte >= 0x80 && shift < 28 && pos < end; shift += 7) {
      byte = bytes[pos++]!;
      middle |= (byte & 0x7f) << shift;
    }
    // Of the tenth byte, bits above 2^64 fall off, as everywhere.
    for (let shift = 0; byte >= 0x80 && pos < end; shift += 7) {
      byte = bytes[pos++]!;
      high |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80) throw pos < this.end ? malformed('varint longer than 10 bytes', at) : unexpectedEnd(pos);
    this.pos = pos;
    this.lo = (low | (middle << 28)) >>> 0;
    this.hi = ((middle >>> 4) | (high << 24)) >>> 0;
  }
}

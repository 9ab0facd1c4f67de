// TBinaryProtocol: big-endian fixed-width values, field ids of two bytes, lengths of four.
import { malformed, unexpectedEnd } from '../protobuf/malformed.ts';
import type { ThriftReader } from './thrift-reader.ts';
import { BOOL, BYTE, DOUBLE, I16, I32, I64, LIST, MAP, MAX_DEPTH, SET, STRING, STRUCT } from './thrift-types.ts';

/** Bytes that a value of each type takes at least; 0 = no such type. */
const LEAST_BYTES: readonly number[] = [0, 0, 1, 1, 8, 0, 2, 0, 4, 0, 8, 4, 1, 6, 5, 5];

export class BinaryReader implements ThriftReader {
  readonly protocol = 'binary';
  bytes: Uint8Array;
  pos: number;
  end: number;
  lo = 0;
  hi = 0;
  elementType = 0;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.pos = at;
    this.end = end;
  }

  reset(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes;
    this.pos = at;
    this.end = end;
  }

  /** Fields carry their own ids here; there is nothing to keep. */
  beginStruct(): number {
    return 0;
  }

  endStruct(_mark: number): void {}

  field(): number {
    const { bytes, pos } = this;
    if (pos >= this.end) throw unexpectedEnd(pos);
    const type = bytes[pos]!;
    if (type === 0) {
      this.pos = pos + 1;
      return 0;
    }
    if (pos + 3 > this.end) throw unexpectedEnd(pos);
    if (type > LIST) throw malformed(`unknown thrift type ${type}`, pos);
    this.pos = pos + 3;
    return (((bytes[pos + 1]! << 24) | (bytes[pos + 2]! << 16)) >> 12) | type;
  }

  bool(): boolean {
    return this.byte() === 1;
  }

  byte(): number {
    const { pos } = this;
    if (pos >= this.end) throw unexpectedEnd(pos);
    this.pos = pos + 1;
    return this.bytes[pos]!;
  }

  int16(): number {
    const { bytes, pos } = this;
    if (pos + 2 > this.end) throw unexpectedEnd(pos);
    this.pos = pos + 2;
    return ((bytes[pos]! << 24) | (bytes[pos + 1]! << 16)) >> 16;
  }

  int32(): number {
    const { bytes, pos } = this;
    if (pos + 4 > this.end) throw unexpectedEnd(pos);
    this.pos = pos + 4;
    return bigEndian32(bytes, pos) | 0;
  }

  int64(): void {
    const { bytes, pos } = this;
    if (pos + 8 > this.end) throw unexpectedEnd(pos);
    this.pos = pos + 8;
    this.hi = bigEndian32(bytes, pos);
    this.lo = bigEndian32(bytes, pos + 4);
  }

  double(): void {
    this.int64();
  }

  stringEnd(): number {
    const at = this.pos;
    const length = this.int32();
    if (length < 0) throw malformed(`negative length ${length}`, at);
    const end = this.pos + length;
    if (end > this.end) throw unexpectedEnd(at);
    return end;
  }

  listSize(): number {
    const at = this.pos;
    this.elementType = this.byte();
    const size = this.int32();
    if (size !== 0) this.#checkSize(size, this.#leastBytes(this.elementType, at), at);
    return size;
  }

  skip(field: number): void {
    this.#skip(field & 15, MAX_DEPTH);
  }

  #skip(type: number, depth: number): void {
    const at = this.pos;
    switch (type) {
      case STRING:
        this.pos = this.stringEnd();
        return;
      case STRUCT:
        if (depth === 0) throw tooDeep(at);
        for (let field = this.field(); field !== 0; field = this.field()) this.#skip(field & 15, depth - 1);
        return;
      case LIST:
      case SET:
        if (depth === 0) throw tooDeep(at);
        this.#skipAll(this.listSize(), this.elementType, depth - 1);
        return;
      case MAP:
        if (depth === 0) throw tooDeep(at);
        this.#skipMap(depth - 1);
        return;
      default:
        this.pos += this.#leastBytes(type, at);
        if (this.pos > this.end) throw unexpectedEnd(at);
    }
  }

  /** Values of fixed width in one step; `listSize` has found room for them. */
  #skipAll(count: number, type: number, depth: number): void {
    if (isFixed(type)) this.pos += count * LEAST_BYTES[type]!;
    else for (let left = count; left > 0; left--) this.#skip(type, depth);
  }

  #skipMap(depth: number): void {
    const at = this.pos;
    const keyType = this.byte();
    const valueType = this.byte();
    const size = this.int32();
    if (size === 0) return;
    this.#checkSize(size, this.#leastBytes(keyType, at) + this.#leastBytes(valueType, at), at);
    for (let left = size; left > 0; left--) {
      this.#skip(keyType, depth);
      this.#skip(valueType, depth);
    }
  }

  #checkSize(size: number, leastBytes: number, at: number): void {
    if (size < 0) throw malformed(`negative size ${size}`, at);
    if (size * leastBytes > this.end - this.pos)
      throw malformed(`${size} elements in ${this.end - this.pos} bytes`, at);
  }

  #leastBytes(type: number, at: number): number {
    const least = LEAST_BYTES[type] ?? 0;
    if (least === 0) throw malformed(`unknown thrift type ${type}`, at);
    return least;
  }
}

function isFixed(type: number): boolean {
  return type === BOOL || type === BYTE || type === I16 || type === I32 || type === I64 || type === DOUBLE;
}

/** Unsigned; the caller has checked the bounds. */
function bigEndian32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function tooDeep(at: number): Error {
  return malformed(`nested deeper than ${MAX_DEPTH}`, at);
}

// The value of a binary annotation, typed by thrift or by JSON.
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { TextRange } from './text-range.ts';

export type V1ValueKind = 'text' | 'bool' | 'int' | 'double';

const TWO_32 = 2 ** 32;

/** Reused from annotation to annotation. */
export class V1Value {
  kind: V1ValueKind = 'text';
  readonly text: TextRange = new TextRange();
  bool = false;
  double = 0;
  /** Of an int: two unsigned halves. */
  lo = 0;
  hi = 0;

  /** An empty text. */
  clear(): void {
    this.kind = 'text';
    this.text.clear();
  }

  setText(text: string): void {
    const bytes = Buffer.from(text);
    this.kind = 'text';
    this.text.set(bytes, 0, bytes.length);
  }

  setBool(value: boolean): void {
    this.kind = 'bool';
    this.bool = value;
  }

  setInt(lo: number, hi: number): void {
    this.kind = 'int';
    this.lo = lo;
    this.hi = hi;
  }

  setDouble(value: number): void {
    this.kind = 'double';
    this.double = value;
  }

  /** As a member of the oneof of AnyValue. */
  writeTo(w: ProtoWriter): void {
    if (this.kind === 'text') w.range(1, this.text.bytes, this.text.start, this.text.end);
    else if (this.kind === 'bool') w.bool(2, this.bool);
    else if (this.kind === 'int') w.int64(3, this.lo, this.hi);
    else w.double(4, this.double);
  }

  /** '' unless it is one. */
  asText(): string {
    return this.kind === 'text' ? this.text.toString() : '';
  }

  /** An int, or a text that is one, of 32 bits; null for everything else. */
  asInt32(): number | null {
    if (this.kind === 'int') return inInt32((this.hi | 0) * TWO_32 + this.lo);
    if (this.kind !== 'text' || this.text.length > MAX_DIGITS) return null;
    const text = this.text.toString();
    return /^[+-]?\d+$/.test(text) ? inInt32(Number(text)) : null;
  }
}

/** More than any 64-bit number has, zeros in front left aside. */
const MAX_DIGITS = 32;

function inInt32(value: number): number | null {
  return value === (value | 0) ? value : null;
}

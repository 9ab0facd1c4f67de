// Numbers of proto3 JSON: integers as numbers or as strings of digits, doubles also as `NaN`, `Infinity`.
// 64-bit integers stay two halves: they never pass through a number that could not hold them.
import { type JsonReader, QUOTE } from './json-reader.ts';

const MINUS = 0x2d;
const PLUS = 0x2b;
const TWO_16 = 2 ** 16;
const TWO_31 = 2 ** 31;
const TWO_32 = 2 ** 32;
/** Digits that a number holds exactly whatever they are. */
const SAFE_DIGITS = 15;
/** No digit can be matched by two parts of it: a sender may write millions of them. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** Up to so many bytes a loop is faster than a call. */
const LOOPED_TEXT = 32;
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['+infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

export class NumberReader {
  readonly #reader: JsonReader;
  /** The integer read last: two unsigned halves, two's complement. */
  lo = 0;
  hi = 0;
  // Where the digits of the number being read are.
  #source: Uint8Array;
  #start = 0;
  #end = 0;

  constructor(reader: JsonReader) {
    this.#reader = reader;
    this.#source = reader.bytes;
  }

  unsigned64(): void {
    const at = this.#token();
    if (!this.#digits(this.#start)) throw this.#reader.fail('expected an unsigned 64-bit integer', at);
  }

  signed64(): void {
    const at = this.#token();
    if (!this.#signedDigits()) throw this.#reader.fail('expected a 64-bit integer', at);
  }

  unsigned32(): number {
    const at = this.#token();
    if (!this.#digits(this.#start) || this.hi !== 0) throw this.#reader.fail('expected an unsigned 32-bit integer', at);
    return this.lo;
  }

  /** Written as a number only. */
  signed32(): number {
    const at = this.#token();
    const value = this.#signedDigits() ? (this.hi | 0) * TWO_32 + this.lo : Number.NaN;
    if (!(value >= -TWO_31 && value < TWO_31)) throw this.#reader.fail('expected a 32-bit integer', at);
    return value;
  }

  double(): number {
    const quoted = this.#reader.peek() === QUOTE;
    const at = this.#token();
    if (this.#end - this.#start <= SAFE_DIGITS && this.#digits(this.#start)) return this.hi * TWO_32 + this.lo;
    const text = ascii(this.#source, this.#start, this.#end);
    const special = quoted ? NON_FINITE.get(text.toLowerCase()) : undefined;
    if (special !== undefined) return special;
    const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) throw this.#reader.fail('expected a number within the range of a double', at);
    return value;
  }

  /** Finds the next number, quoted or not; answers its offset. */
  #token(): number {
    const reader = this.#reader;
    const byte = reader.peek();
    const at = reader.pos;
    if (byte === QUOTE) {
      reader.string();
      this.#source = reader.text;
      this.#start = reader.textStart;
      this.#end = reader.textEnd;
      return at;
    }
    reader.number();
    this.#source = reader.bytes;
    this.#start = at;
    this.#end = reader.pos;
    return at;
  }

  #signedDigits(): boolean {
    const sign = this.#source[this.#start];
    if (sign !== MINUS && sign !== PLUS) return this.#digits(this.#start) && this.hi < TWO_31;
    if (!this.#digits(this.#start + 1)) return false;
    if (sign === PLUS) return this.hi < TWO_31;
    if (this.hi > TWO_31 || (this.hi === TWO_31 && this.lo !== 0)) return false;
    this.hi = (~this.hi + (this.lo === 0 ? 1 : 0)) >>> 0;
    this.lo = -this.lo >>> 0;
    return true;
  }

  /** At least one digit from `start` to the end and nothing else, below 2^64; left in `lo` and `hi`. */
  #digits(start: number): boolean {
    const end = this.#end;
    const source = this.#source;
    if (start >= end) return false;
    let first = start;
    while (first < end - 1 && source[first] === 0x30) first++;
    if (end - first > 20) return false;
    const cut = Math.max(first, end - 9); // the last nine digits, and what stands before them
    const high = decimal(source, first, cut);
    const low = decimal(source, cut, end);
    if (high < 0 || low < 0) return false;
    if (high === 0) {
      this.lo = low; // below 10^9
      this.hi = 0;
      return true;
    }
    return this.#set(high, low);
  }

  /** high * 10^9 + low, by halves; high < 10^11. */
  #set(high: number, low: number): boolean {
    const highTop = Math.floor(high / TWO_16);
    const top = highTop * 1e9;
    const bottom = (high - highTop * TWO_16) * 1e9 + low;
    const topTop = Math.floor(top / TWO_16);
    const rest = (top - topTop * TWO_16) * TWO_16 + bottom;
    const carry = Math.floor(rest / TWO_32);
    this.lo = rest - carry * TWO_32;
    this.hi = topTop + carry;
    return this.hi < TWO_32;
  }
}

/** Up to 11 digits; 0 for none, -1 when one is not a digit. */
function decimal(source: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = source[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LOOPED_TEXT) {
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  }
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

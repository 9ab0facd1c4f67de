// A cursor over JSON text in UTF-8: strings, literals and values to pass over. It makes no objects; a string
// is answered as a range of bytes, in the document itself unless it holds escapes.
import { malformed } from '../protobuf/malformed.ts';
import { fieldPath } from './field-path.ts';
import { Unescaper } from './unescaper.ts';

export const QUOTE = 0x22;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;

/** Objects and lists inside each other in a value that is passed over. */
const MAX_SKIP_DEPTH = 512;

/** Every method throws TracingError PAYLOAD_MALFORMED with offset and field path where the text is not what it should be. */
export class JsonReader {
  readonly bytes: Uint8Array;
  pos = 0;
  /** The string read last: [textStart, textEnd) of `text`. */
  text: Uint8Array;
  textStart = 0;
  textEnd = 0;
  readonly #unescaper: Unescaper = new Unescaper();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.text = bytes;
  }

  fail(text: string, offset: number = this.pos): Error {
    const path = fieldPath(this.bytes, Math.min(offset, this.bytes.length));
    return malformed(path === '' ? text : `${path}: ${text}`, offset);
  }

  /** `what` was expected here. */
  unexpected(what: string): Error {
    return this.fail(`expected ${what}, found ${this.#here()}`);
  }

  /** Passes white space; the next byte, or -1 at the end. */
  peek(): number {
    const { bytes } = this;
    let pos = this.pos;
    while (pos < bytes.length) {
      const byte = bytes[pos]!;
      if (byte > SPACE) {
        this.pos = pos;
        return byte;
      }
      if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      pos++;
    }
    this.pos = pos;
    return pos < bytes.length ? bytes[pos]! : -1;
  }

  /** Takes `byte` when it is next. */
  take(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.pos++;
    return true;
  }

  /** After a member or an item: true when another one follows, false when `close` ended the container. */
  more(close: number): boolean {
    if (this.bytes[this.pos] === COMMA || this.peek() === COMMA) {
      this.pos++;
      return true;
    }
    const byte = this.peek();
    if (byte !== close) throw this.unexpected(close === CLOSE_OBJECT ? '"," or "}"' : '"," or "]"');
    this.pos++;
    return false;
  }

  colon(): void {
    if (this.bytes[this.pos] === COLON) this.pos++;
    else if (!this.take(COLON)) throw this.unexpected('":"');
  }

  /** Takes `null` when it is next. */
  takeNull(): boolean {
    if (this.peek() !== LETTER_N) return false;
    this.#literal('null');
    return true;
  }

  bool(): boolean {
    const byte = this.peek();
    if (byte !== LETTER_T && byte !== LETTER_F) throw this.unexpected('true or false');
    this.#literal(byte === LETTER_T ? 'true' : 'false');
    return byte === LETTER_T;
  }

  /** Leaves the string in `text`. */
  string(): void {
    const { bytes } = this;
    if (bytes[this.pos] !== QUOTE && this.peek() !== QUOTE) throw this.unexpected('a string');
    const start = this.pos + 1;
    let pos = start;
    while (pos < bytes.length) {
      const byte = bytes[pos]!;
      if (byte === QUOTE) {
        this.text = bytes;
        this.textStart = start;
        this.textEnd = pos;
        this.pos = pos + 1;
        return;
      }
      if (byte === BACKSLASH || byte < SPACE) break;
      pos++;
    }
    this.#escapedString(start, pos);
  }

  /** Passes over any value. */
  skip(): void {
    const stack: number[] = [];
    do {
      const byte = this.peek();
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.pos++;
        const close = byte + 2;
        if (stack.length === MAX_SKIP_DEPTH) throw this.fail(`nested deeper than ${MAX_SKIP_DEPTH}`);
        if (!this.take(close)) {
          stack.push(close);
          if (close === CLOSE_OBJECT) this.#memberName();
          continue;
        }
      } else this.#scalar(byte);
      while (stack.length > 0 && !this.more(stack[stack.length - 1]!)) stack.pop();
      if (stack[stack.length - 1] === CLOSE_OBJECT) this.#memberName();
    } while (stack.length > 0);
  }

  /** Passes over a number and checks its form; true when it has neither fraction nor exponent. */
  number(): boolean {
    const { bytes } = this;
    let pos = this.pos;
    if (bytes[pos] === 0x2d) pos++;
    const digits = pos;
    pos = afterDigits(bytes, pos);
    if (pos === digits) throw this.unexpected('a number');
    if (bytes[digits] === 0x30 && pos > digits + 1) throw this.fail('a number must not start with 0', digits);
    let whole = true;
    if (bytes[pos] === 0x2e) {
      whole = false;
      pos = this.#digits(pos + 1);
    }
    if (bytes[pos] === 0x65 || bytes[pos] === 0x45) {
      whole = false;
      const sign = bytes[pos + 1];
      pos = this.#digits(sign === 0x2b || sign === 0x2d ? pos + 2 : pos + 1);
    }
    this.pos = pos;
    return whole;
  }

  #digits(start: number): number {
    const end = afterDigits(this.bytes, start);
    if (end === start) throw this.fail('expected a digit', start);
    return end;
  }

  #memberName(): void {
    this.string();
    this.colon();
  }

  #scalar(byte: number): void {
    if (byte === QUOTE) this.string();
    else if (byte === LETTER_T) this.#literal('true');
    else if (byte === LETTER_F) this.#literal('false');
    else if (byte === LETTER_N) this.#literal('null');
    else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) this.number();
    else throw this.unexpected('a value');
  }

  #literal(word: string): void {
    for (let i = 0; i < word.length; i++) {
      if (this.bytes[this.pos + i] !== word.charCodeAt(i)) throw this.unexpected(word);
    }
    this.pos += word.length;
  }

  /** `pos` is the first byte that ends the plain part. */
  #escapedString(start: number, pos: number): void {
    const unescaper = this.#unescaper;
    const end = unescaper.run(this.bytes, start, pos);
    if (unescaper.problem !== '') throw this.fail(unescaper.problem, end);
    this.text = unescaper.bytes;
    this.textStart = 0;
    this.textEnd = unescaper.length;
    this.pos = end;
  }

  #here(): string {
    if (this.pos >= this.bytes.length) return 'the end';
    const byte = this.bytes[this.pos]!;
    if (byte === 0xef && this.pos === 0) return 'a byte order mark';
    return byte > SPACE && byte < 0x7f ? String.fromCharCode(byte) : `byte 0x${byte.toString(16).padStart(2, '0')}`;
  }
}

function afterDigits(bytes: Uint8Array, start: number): number {
  let pos = start;
  while (pos < bytes.length && bytes[pos]! >= 0x30 && bytes[pos]! <= 0x39) pos++;
  return pos;
}

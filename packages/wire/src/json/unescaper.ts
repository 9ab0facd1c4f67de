// The rare strings with backslashes. Bytes that are not UTF-8 pass through: the span is sanitised later, as
// it would be in protobuf. Half a surrogate pair becomes U+FFFD. As in Jaeger's reader a control character is
// refused only before the first backslash.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const REPLACEMENT = 0xfffd;
/** Most payloads have no escapes at all: memory is taken for the first. */
const NOTHING = new Uint8Array(0);
const FIRST_BYTES = 256;

/** Index = the byte after the backslash; 0 = no such escape. */
const SHORT_ESCAPES = new Uint8Array(256);
for (const [letter, code] of Object.entries({ '"': 0x22, '\\': 0x5c, '/': 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 })) {
  SHORT_ESCAPES[letter.charCodeAt(0)] = code;
}

const HEX_DIGITS = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  HEX_DIGITS[text.charCodeAt(0)] = digit;
  HEX_DIGITS[text.toUpperCase().charCodeAt(0)] = digit;
}

/** Its result is overwritten by the next run. */
export class Unescaper {
  bytes: Uint8Array = NOTHING;
  length = 0;
  /** What is wrong with the string; '' when nothing is. */
  problem = '';

  /**
   * Reads the string whose content starts at `start`; at `plainEnd` is its first backslash or control character.
   * Answers the offset after the closing quote, or that of the problem.
   */
  run(source: Uint8Array, start: number, plainEnd: number): number {
    this.problem = '';
    this.length = 0;
    this.#copy(source, start, plainEnd);
    let pos = plainEnd;
    if (pos < source.length && source[pos]! < 0x20) return this.#fail('a control character must be escaped', pos);
    while (pos < source.length) {
      const byte = source[pos]!;
      if (byte === QUOTE) return pos + 1;
      if (byte === BACKSLASH) {
        const next = this.#escape(source, pos);
        if (next < 0) return this.#fail('illegal escape', pos);
        pos = next;
      } else {
        const plain = pos;
        while (pos < source.length && source[pos] !== QUOTE && source[pos] !== BACKSLASH) pos++;
        this.#copy(source, plain, pos);
      }
    }
    return this.#fail('the string does not end', source.length);
  }

  #fail(problem: string, at: number): number {
    this.problem = problem;
    return at;
  }

  #copy(source: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.bytes.set(source.subarray(start, end), this.length);
    this.length += end - start;
  }

  /** The offset after the escape at `pos`; -1 when it is none. */
  #escape(source: Uint8Array, pos: number): number {
    const letter = source[pos + 1];
    if (letter === undefined) return -1;
    if (letter !== LETTER_U) {
      const byte = SHORT_ESCAPES[letter]!;
      if (byte === 0) return -1;
      this.#reserve(1);
      this.bytes[this.length++] = byte;
      return pos + 2;
    }
    const unit = unitAt(source, pos);
    if (unit < 0) return -1;
    if (!isSurrogate(unit)) {
      this.#write(unit);
      return pos + 6;
    }
    // The escape that follows belongs to it, whether the two make a pair or not.
    const next = unitAt(source, pos + 6);
    if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
      this.#write(0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00));
      return pos + 12;
    }
    this.#write(REPLACEMENT);
    if (next < 0) return pos + 6;
    this.#write(isSurrogate(next) ? REPLACEMENT : next);
    return pos + 12;
  }

  /** One code point as UTF-8. */
  #write(code: number): void {
    this.#reserve(4);
    const { bytes } = this;
    if (code < 0x80) bytes[this.length++] = code;
    else {
      const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      bytes[this.length++] = (0xff << (7 - more)) | (code >> (6 * more));
      for (let i = more - 1; i >= 0; i--) bytes[this.length++] = 0x80 | ((code >> (6 * i)) & 0x3f);
    }
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length, FIRST_BYTES));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** The UTF-16 unit of the `\uXXXX` at `pos`; -1 when there is none. */
function unitAt(source: Uint8Array, pos: number): number {
  if (source[pos] !== BACKSLASH || source[pos + 1] !== LETTER_U) return -1;
  let unit = 0;
  for (let i = pos + 2; i < pos + 6; i++) {
    const digit = hexDigit(source[i] ?? 0);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/** 0..15; -1 when the byte is no hex digit. */
export function hexDigit(byte: number): number {
  return HEX_DIGITS[byte]!;
}

// UTF-8 texts out of bytes. Attribute keys and many values repeat, so short ASCII texts are looked up in a
// small direct-mapped cache: a hit costs a compare and saves the string. Owned by one reader, never shared.
import { isUtf8 } from 'node:buffer';
import type { ProtoReader } from './proto-reader.ts';
import { repairedUtf8, sequenceBytes } from './utf8.ts';

/** Stands for a byte that is not UTF-8 where it must still be told from a U+FFFD that was sent; pairs with nothing before it. */
const MARK = '\udfff';
/** Longer texts seldom repeat. */
const MAX_CACHED_LENGTH = 64;

export class TextReader {
  readonly #texts: string[];
  readonly #mask: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #buffer: Buffer = Buffer.alloc(0);

  /** `slots` is a power of two. */
  constructor(slots: number) {
    this.#texts = new Array<string>(slots).fill('');
    this.#mask = slots - 1;
  }

  /** The text at [at, end), or null when it is not UTF-8. */
  valid(bytes: Uint8Array, at: number, end: number): string | null {
    const length = end - at;
    if (length === 0) return '';
    if (length > MAX_CACHED_LENGTH) return this.#decode(bytes, at, end);
    const slot = hash(bytes, at, length) & this.#mask;
    const cached = this.#texts[slot]!;
    if (cached.length === length && isSame(cached, bytes, at)) return cached;
    const text = this.#decode(bytes, at, end);
    // A text as long as its bytes is ASCII; only such a one can be compared byte by byte.
    if (text !== null && text.length === length) this.#texts[slot] = text;
    return text;
  }

  /** The text at [at, end); every byte that is not UTF-8 becomes U+FFFD, as in Go. */
  lossy(bytes: Uint8Array, at: number, end: number): string {
    return this.valid(bytes, at, end) ?? Buffer.from(repairedUtf8(bytes, at, end).buffer).toString();
  }

  /** The same with U+DFFF, which no text that was sent can hold. */
  marked(bytes: Uint8Array, at: number, end: number): string {
    return this.valid(bytes, at, end) ?? this.#marked(bytes, at, end);
  }

  /** The length-prefixed field at the cursor, as `lossy`. */
  lossyField(r: ProtoReader): string {
    const end = r.lengthEnd();
    const text = this.lossy(r.bytes, r.pos, end);
    r.pos = end;
    return text;
  }

  #decode(bytes: Uint8Array, at: number, end: number): string | null {
    const buffer = this.#view(bytes);
    if (isAscii(bytes, at, end)) return buffer.toString('latin1', at, end);
    return isUtf8(bytes.subarray(at, end)) ? buffer.toString('utf8', at, end) : null;
  }

  #marked(bytes: Uint8Array, at: number, end: number): string {
    const buffer = this.#view(bytes);
    let text = '';
    let good = at;
    let pos = at;
    while (pos < end) {
      const length = sequenceBytes(bytes, pos, end);
      if (length > 0) pos += length;
      else {
        text += buffer.toString('utf8', good, pos) + MARK;
        good = ++pos;
      }
    }
    return text + buffer.toString('utf8', good, end);
  }

  #view(bytes: Uint8Array): Buffer {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    return this.#buffer;
  }
}

/** A few bytes are enough: a collision costs a miss, nothing else. */
function hash(bytes: Uint8Array, at: number, length: number): number {
  const last = at + length - 1;
  const middle = at + (length >>> 1);
  const mixed =
    (length << 24) ^
    (bytes[at]! << 16) ^
    (bytes[last]! << 8) ^
    bytes[middle]! ^
    (bytes[length > 4 ? last - 2 : at]! << 20) ^
    (bytes[at + (length >>> 2)]! << 12);
  const spread = Math.imul(mixed, 0x9e3779b1);
  return spread ^ (spread >>> 15);
}

function isSame(text: string, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== bytes[at + i]) return false;
  }
  return true;
}

function isAscii(bytes: Uint8Array, at: number, end: number): boolean {
  let bits = 0;
  for (let i = at; i < end; i++) bits |= bytes[i]!;
  return bits < 0x80;
}

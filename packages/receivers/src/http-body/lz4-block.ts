// One raw LZ4 block: sequences of a literal run and a match. A block does not say how long it is inflated,
// so it is walked once for its size and once for its bytes.
import { codecError } from './codec-error.ts';
import { copyLiteral, copyMatch } from './copy-bytes.ts';

const MIN_MATCH = 4;
/** A nibble that says: more length bytes follow. */
const LONG = 15;

/** Reads lengths; `pos` is where the next byte of the block is. */
class SequenceReader {
  readonly source: Uint8Array;
  readonly to: number;
  pos: number;

  constructor(source: Uint8Array, from: number, to: number) {
    this.source = source;
    this.pos = from;
    this.to = to;
  }

  byte(): number {
    if (this.pos >= this.to) throw codecError('lz4', 'unexpected end of a block', this.pos);
    return this.source[this.pos++]!;
  }

  /** Of a token's nibble and the bytes that continue it. */
  length(nibble: number): number {
    let length = nibble;
    if (nibble < LONG) return length;
    for (;;) {
      const more = this.byte();
      length += more;
      if (more < 255) return length;
    }
  }

  /** Passes over `length` literals. */
  literals(length: number): void {
    if (this.pos + length > this.to) throw codecError('lz4', 'literal too long', this.pos);
    this.pos += length;
  }
}

/** Inflated size of the block at [from, to); stops counting beyond `maxBytes`. */
export function lz4BlockSize(source: Uint8Array, from: number, to: number, maxBytes: number): number {
  const reader = new SequenceReader(source, from, to);
  let size = 0;
  while (reader.pos < to && size <= maxBytes) {
    const token = reader.byte();
    const literals = reader.length(token >>> 4);
    reader.literals(literals);
    size += literals;
    if (reader.pos >= to) break; // the last sequence has no match
    reader.byte();
    reader.byte();
    size += reader.length(token & LONG) + MIN_MATCH;
  }
  return size;
}

/**
 * Inflates into `target` from `start`, which has room by `lz4BlockSize`; matches may reach back to `history`.
 * @returns the offset after the last byte written
 */
export function inflateLz4Block(
  source: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
  start: number,
  history: number,
): number {
  const reader = new SequenceReader(source, from, to);
  let at = start;
  while (reader.pos < to) {
    const token = reader.byte();
    const literals = reader.length(token >>> 4);
    copyLiteral(source, reader.pos, literals, target, at);
    reader.literals(literals);
    at += literals;
    if (reader.pos >= to) break;
    const match = reader.pos;
    const offset = reader.byte() | (reader.byte() << 8);
    if (offset === 0 || offset > at - history) throw codecError('lz4', 'match from before the data', match);
    const length = reader.length(token & LONG) + MIN_MATCH;
    copyMatch(target, at, offset, length);
    at += length;
  }
  return at;
}

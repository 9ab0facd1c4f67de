// One raw snappy block: a varint with the inflated length, then literals and copies. Matches reach back
// within the block only.
import { codecError } from './codec-error.ts';
import { copyLiteral, copyMatch } from './copy-bytes.ts';

const MAX_SIZE_BYTES = 5;
// Kinds of elements; between the two named copies is one with an offset of two bytes.
const LITERAL = 0;
const COPY_1 = 1;
const COPY_4 = 3;
/** Longer literals have their length in the following 1 to 4 bytes. */
const MAX_SHORT_LITERAL = 60;

/** Inflated length that the block at [from, to) announces. */
export function snappySize(source: Uint8Array, from: number, to: number): number {
  let size = 0;
  for (let i = 0; i < MAX_SIZE_BYTES && from + i < to; i++) {
    const byte = source[from + i]!;
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return size;
  }
  throw codecError('snappy', 'no length', from);
}

/** Bytes that the length at `from`, which `snappySize` has read, takes up. */
export function snappySizeBytes(source: Uint8Array, from: number): number {
  let count = 1;
  while (source[from + count - 1]! >= 0x80) count++;
  return count;
}

/** Inflates the elements at [from, to) into target[start, end), which they must fill exactly. */
export function inflateSnappyElements(
  source: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
  start: number,
  end: number,
): void {
  let pos = from;
  let at = start;
  while (pos < to) {
    const element = pos;
    const tag = source[pos++]!;
    const kind = tag & 3;
    let length = kind === COPY_1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    if (kind === LITERAL) {
      if (length > MAX_SHORT_LITERAL) {
        const extra = length - MAX_SHORT_LITERAL;
        length = littleEndian(source, pos, extra) + 1;
        pos += extra;
      }
      if (pos + length > to || at + length > end) throw codecError('snappy', 'literal too long', element);
      copyLiteral(source, pos, length, target, at);
      pos += length;
    } else {
      const extra = kind === COPY_4 ? 4 : kind;
      const offset = littleEndian(source, pos, extra) + (kind === COPY_1 ? (tag >>> 5) * 256 : 0);
      pos += extra;
      if (pos > to || offset === 0 || offset > at - start || at + length > end) {
        throw codecError('snappy', 'copy from outside the block', element);
      }
      copyMatch(target, at, offset, length);
    }
    at += length;
  }
  if (at !== end) throw codecError('snappy', 'block shorter than announced', to);
}

/** Unsigned; bytes beyond the end count as 0, the callers' own checks find that out. */
function littleEndian(source: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += (source[at + i] ?? 0) * 2 ** (8 * i);
  return value;
}

// What the rows of a chunk may carry, for searches to pass them by: a bloom filter for every 32 rows, all 32
// of them in one array. Bit n of each word belongs to rows [32 n, 32 n + 32), so one look at a token's two
// words answers for the whole chunk. With three distinct tokens a row, a token that is absent looks
// present in one lane of two hundred.

/** Rows that share a filter. */
export const LANE_BITS = 5;
/** Words: positions of a filter. */
const POSITION_BITS = 12;
const POSITIONS: number = 1 << POSITION_BITS;
const MASK: number = POSITIONS - 1;
export const SIGNATURE_WORDS: number = POSITIONS;
export const SIGNATURE_BYTES: number = POSITIONS * 4;
export const ALL_LANES = -1;

/** The lane of a row of the chunk, as a bit. */
export function laneOf(row: number): number {
  return 1 << (row >>> LANE_BITS);
}

/** The lanes of rows [from, to), at least one, as bits. */
export function lanesOf(from: number, to: number): number {
  return (-1 << (from >>> LANE_BITS)) & (-1 >>> (31 - ((to - 1) >>> LANE_BITS)));
}

/** Every token may be in `lanes`. */
export function fillLanes(signature: Uint32Array, lanes: number): void {
  for (let i = 0; i < signature.length; i++) signature[i]! |= lanes;
}

/** `token` is a 32-bit hash: its low and its high bits are the two positions. */
export function addToken(signature: Uint32Array, token: number, lanes: number): void {
  signature[token & MASK]! |= lanes;
  signature[(token >>> POSITION_BITS) & MASK]! |= lanes;
}

/** The lanes in which the token may be, as bits; in the others it certainly is not. */
export function lanesWith(signature: Uint32Array, token: number): number {
  return signature[token & MASK]! & signature[(token >>> POSITION_BITS) & MASK]!;
}

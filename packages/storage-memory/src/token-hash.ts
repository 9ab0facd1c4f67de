// 32-bit tokens for what a tag search can ask a span for: "key k has text t", "key k has the integer n",
// "key k is there with something else". Every byte of key and value counts, four at a time. Tokens only
// ever narrow a search, so a collision costs time and never changes an answer.

const STEP = 0x9e3779b1 | 0;
const TEXT = 0x2545f491;
const INT = 0x6c62272e;
const BOOL = 0x1b873593;
const OTHER = 0x7feb352d;
const NAME = 0x5bd1e995;

/** A span that has this token may match anything: its bytes are in a form that no known encoder writes. */
export const OPAQUE_TOKEN = 0x3c6ef372;

/** Hashes bytes and notices on the way whether they are plain ASCII: only others can be invalid UTF-8. */
export class ByteHasher {
  #bits = 0;

  /** Whether the bytes hashed last were ASCII. */
  get wasAscii(): boolean {
    return (this.#bits & 0x80808080) === 0;
  }

  /** Hash of the bytes [at, end), started from `seed`. */
  hash(view: DataView, at: number, end: number, seed: number): number {
    let hash = seed ^ (end - at);
    let bits = 0;
    let pos = at;
    for (; pos + 4 <= end; pos += 4) {
      const word = view.getInt32(pos, true);
      bits |= word;
      hash = Math.imul(hash ^ word, STEP);
      hash = (hash << 13) | (hash >>> 19);
    }
    let rest = 0;
    for (; pos < end; pos++) rest = (rest << 8) | view.getUint8(pos);
    this.#bits = bits | rest;
    hash = Math.imul(hash ^ rest, STEP);
    return hash ^ (hash >>> 15);
  }
}

/** A text under a key, from the hash of its bytes with `textSeed(key)`. */
export function textToken(textHash: number): number {
  return finish(textHash);
}

export function textSeed(keyHash: number): number {
  return keyHash ^ TEXT;
}

/** The two halves of a 64-bit integer. */
export function intToken(keyHash: number, lo: number, hi: number): number {
  return finish(Math.imul(Math.imul(keyHash ^ INT ^ lo, STEP) ^ hi ^ (lo >>> 16), STEP));
}

export function boolToken(keyHash: number, value: boolean): number {
  return finish(keyHash ^ (value ? BOOL : ~BOOL));
}

/** A double, bytes, an array, a map, nothing, or text that may be invalid UTF-8. */
export function otherToken(keyHash: number): number {
  return finish(keyHash ^ OTHER);
}

/** A service or operation by its local id. */
export function nameToken(id: number, isService: boolean): number {
  return finish(Math.imul(id ^ (isService ? NAME : ~NAME), STEP));
}

/** Spreads every bit over both halves: each half picks a bit of the bloom. */
function finish(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

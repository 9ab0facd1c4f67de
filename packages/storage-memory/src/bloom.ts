// The signature of a chunk: which tokens its rows may carry. Two bits a token out of 65,536; with three
// distinct tokens a row (1,024 rows) a token that is absent looks present in one chunk of a hundred.

export const BLOOM_WORDS = 2048;
export const BLOOM_BYTES: number = BLOOM_WORDS * 4;

/** `token` is a 32-bit hash; its halves are the two bit numbers. */
export function addToken(bloom: Uint32Array, token: number): void {
  const low = token & 0xffff;
  const high = token >>> 16;
  bloom[low >>> 5]! |= 1 << (low & 31);
  bloom[high >>> 5]! |= 1 << (high & 31);
}

/** False = certainly absent. */
export function mayHaveToken(bloom: Uint32Array, token: number): boolean {
  const low = token & 0xffff;
  const high = token >>> 16;
  return ((bloom[low >>> 5]! >>> (low & 31)) & (bloom[high >>> 5]! >>> (high & 31)) & 1) === 1;
}

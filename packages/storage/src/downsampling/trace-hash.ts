// FNV-1a with 64 bits over a salt and 16 id bytes, as Jaeger's downsampling writer does it: the same traces are kept
// whichever of the two writes. In two 32-bit halves, because a BigInt for each step of each span would cost more than storing it.

/** The prime is 2^40 + 0x1b3. */
const PRIME_LOW = 0x1b3;
const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
const TWO_32 = 2 ** 32;
const TRACE_ID_BYTES = 16;

/** A 64-bit number as two unsigned halves. */
export interface Halves {
  readonly high: number;
  readonly low: number;
}

export class TraceHash {
  readonly #salted: Halves;
  /** Of the latest `hash`; unsigned. */
  high = 0;
  low = 0;

  constructor(salt: string) {
    this.high = OFFSET_HIGH;
    this.low = OFFSET_LOW;
    for (const byte of new TextEncoder().encode(salt)) this.#step(byte);
    this.#salted = { high: this.high, low: this.low };
  }

  /** Leaves the hash of the id at `at` in `high` and `low`; `at` 0 = an absent id, which counts as zeros. */
  hash(bytes: Uint8Array, at: number): void {
    this.high = this.#salted.high;
    this.low = this.#salted.low;
    for (let i = 0; i < TRACE_ID_BYTES; i++) this.#step(at === 0 ? 0 : bytes[at + i]!);
  }

  /** Whether the latest hash is at most `threshold`. */
  isAtMost(threshold: Halves): boolean {
    return this.high < threshold.high || (this.high === threshold.high && this.low <= threshold.low);
  }

  #step(byte: number): void {
    const low = (this.low ^ byte) >>> 0;
    const product = low * PRIME_LOW; // below 2^41: exact
    const carried = Math.floor(product / TWO_32);
    this.high = (Math.imul(this.high, PRIME_LOW) + carried + (low << 8)) >>> 0;
    this.low = product >>> 0;
  }
}

/** floor(ratio × 2^64) for 0 <= ratio < 1: exact, as scaling by powers of two is. */
export function thresholdOf(ratio: number): Halves {
  const scaled = ratio * TWO_32;
  const high = Math.floor(scaled);
  return { high, low: Math.floor((scaled - high) * TWO_32) };
}

/** Deterministic numbers (xorshift128), so that one seed makes the same traces everywhere. */
export class SeededRandom {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.#state = Uint32Array.of(seed, seed ^ 0x9e3779b9, 0x243f6a88, 0xb7e15162);
    for (let i = 0; i < 16; i++) this.word(); // so that near seeds part
  }

  /** An unsigned 32-bit integer. */
  word(): number {
    const state = this.#state;
    let mixed = state[3]!;
    const first = state[0]!;
    state[3] = state[2]!;
    state[2] = state[1]!;
    state[1] = first;
    mixed ^= mixed << 11;
    mixed ^= mixed >>> 8;
    state[0] = mixed ^ first ^ (first >>> 19);
    return state[0]!;
  }

  /** In [0, 1). */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** An integer in [0, below). */
  below(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.word();
    return bytes;
  }

  /** Around `mean`, never 0, now and then much longer: as latencies are. */
  latency(mean: number): number {
    return Math.max(1, Math.round(mean * (0.4 + 0.6 * -Math.log(1 - this.fraction()))));
  }
}

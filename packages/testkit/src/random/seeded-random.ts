// Chance that a failure message can repeat: the same seed gives the same numbers on every machine.

export interface SeededRandom {
  /** 0 <= result < bound, whole. */
  int(bound: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `length` lower-case hex digits. */
  hex(length: number): string;
}

/** A 32-bit linear congruential generator whose output is scrambled, since its own low bits repeat. */
export function seededRandom(seed: number): SeededRandom {
  let state = (seed ^ 0x5deece6d) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const int = (bound: number): number => Math.floor(next() * bound);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => items[int(items.length)]!,
    hex: (length) => Array.from({ length }, () => int(16).toString(16)).join(''),
  };
}

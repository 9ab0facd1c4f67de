// Time as Spoor carries it. Epoch nanoseconds never sit in a number (1.7e18 > 2^53): a time is whole
// microseconds in a float plus a remainder of 0..999 ns.

/** Where the wall clock and timers come from; tests pass their own. */
export interface Clock {
  /** Unix epoch, milliseconds. */
  nowMs(): number;
  /** Never runs backwards; arbitrary origin, milliseconds with fractions. */
  monotonicMs(): number;
}

/** Microseconds and 0..999 ns to a decimal count of nanoseconds, exact for any column value. */
export function nanosText(us: number, nsRem: number): string {
  return (BigInt(us) * 1000n + BigInt(nsRem)).toString();
}

/** Where delays come from; tests pass their own. */
export interface Timers {
  /** Runs `run` once after `delayMs`, unless the function it answers is called before. */
  after(delayMs: number, run: () => void): () => void;
}

/** The process' own timers; they keep it alive until they run or are cancelled. */
export const systemTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

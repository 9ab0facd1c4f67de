// Timers of a clock that only the test moves.
import type { Timers } from '@spoor/core';
import type { FakeClock } from '@spoor/testkit';

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

export class FakeTimers implements Timers {
  readonly #clock: FakeClock;
  readonly #timers = new Set<Timer>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** That neither ran nor were cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#clock.monotonicMs() + delayMs, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Runs what is due meanwhile, in the order of time, each at its own. */
  advance(ms: number): void {
    const endMs = this.#clock.monotonicMs() + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#clock.advance(Math.max(0, next.atMs - this.#clock.monotonicMs()));
      next.run();
    }
    this.#clock.advance(endMs - this.#clock.monotonicMs());
  }
}

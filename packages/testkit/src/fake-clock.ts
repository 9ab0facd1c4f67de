import type { Clock } from '@spoor/core';

/** A clock that moves only when told. */
export class FakeClock implements Clock {
  #nowMs: number;
  #monotonicMs = 0;

  /** Starts at 2026-01-15T10:00:00Z unless told otherwise. */
  constructor(startMs = 1_768_471_200_000) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    this.#monotonicMs += ms;
  }
}

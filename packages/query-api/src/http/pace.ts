// Keeps one long answer from holding up the others: after a slice of work the event loop gets its turn.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@spoor/core';

/** Milliseconds of work between turns. */
const SLICE_MS = 8;

export class Pace {
  readonly #clock: Clock;
  #sliceStartMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sliceStartMs = clock.monotonicMs();
  }

  /** Whether the slice is used up: then await `rest`. */
  get due(): boolean {
    return this.#clock.monotonicMs() - this.#sliceStartMs >= SLICE_MS;
  }

  async rest(): Promise<void> {
    await nextTurn();
    this.#sliceStartMs = this.#clock.monotonicMs();
  }
}

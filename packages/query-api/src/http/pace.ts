// Keeps one long answer from holding up the others: after a slice of work the event loop gets its turn.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@spoor/core';

/** Milliseconds of work between turns. */
const SLICE_MS = 8;

/** Shared by all answers of a service: those that rest go on within one turn of the event loop, so they share its slice. */
export class Turn {
  resting = 0;
}

export class Pace {
  readonly #clock: Clock;
  readonly #turn: Turn;
  #sliceStartMs: number;

  constructor(clock: Clock, turn: Turn) {
    this.#clock = clock;
    this.#turn = turn;
    this.#sliceStartMs = clock.monotonicMs();
  }

  /** Whether the slice is used up: then await `rest`. */
  get due(): boolean {
    return this.#clock.monotonicMs() - this.#sliceStartMs >= SLICE_MS / (1 + this.#turn.resting);
  }

  async rest(): Promise<void> {
    this.#turn.resting++;
    await nextTurn();
    this.#turn.resting--;
    this.#sliceStartMs = this.#clock.monotonicMs();
  }
}

// Long scans run in slices, so that other requests are answered meanwhile and a caller who went away stops
// the work.
import { setImmediate } from 'node:timers/promises';
import type { Call, Clock } from '@spoor/core';

const SLICE_MS = 8;
/** Steps are of some hundred rows looked at, or some 50 spans built: a bound where the clock stands still. */
const STEPS_PER_SLICE = 128;

/** Shared by all scans of a store: those that wait run within one turn of the event loop, so they share its slice. */
export class Turn {
  waiting = 0;
}

export class TimeSlice {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #turn: Turn;
  #sinceMs: number;
  #steps = 0;

  /** Throws the signal's reason when the call is over already. */
  constructor(clock: Clock, call: Call, turn: Turn = new Turn()) {
    call.signal.throwIfAborted();
    this.#clock = clock;
    this.#signal = call.signal;
    this.#turn = turn;
    this.#sinceMs = clock.monotonicMs();
  }

  /** To be asked once a step: true = pause before the next. */
  get spent(): boolean {
    const shareMs = SLICE_MS / (1 + this.#turn.waiting);
    return ++this.#steps >= STEPS_PER_SLICE || this.#clock.monotonicMs() - this.#sinceMs >= shareMs;
  }

  /** Lets everything else run. Throws the signal's reason once aborted. What was read before may be evicted after. */
  async pause(): Promise<void> {
    this.#turn.waiting++;
    await setImmediate();
    this.#turn.waiting--;
    this.#signal.throwIfAborted();
    this.#steps = 0;
    this.#sinceMs = this.#clock.monotonicMs();
  }
}

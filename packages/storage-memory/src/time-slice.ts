// Long scans run in slices, so that other requests are answered meanwhile and a caller who went away stops
// the work.
import { setImmediate } from 'node:timers/promises';
import type { Call, Clock } from '@spoor/core';

const SLICE_MS = 8;
/** Steps are of some hundred rows looked at, or some 50 spans built: a bound where the clock stands still. */
const STEPS_PER_SLICE = 128;

export class TimeSlice {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #sinceMs: number;
  #steps = 0;

  /** Throws the signal's reason when the call is over already. */
  constructor(clock: Clock, call: Call) {
    call.signal.throwIfAborted();
    this.#clock = clock;
    this.#signal = call.signal;
    this.#sinceMs = clock.monotonicMs();
  }

  /** To be asked once a step: true = pause before the next. */
  get spent(): boolean {
    return ++this.#steps >= STEPS_PER_SLICE || this.#clock.monotonicMs() - this.#sinceMs >= SLICE_MS;
  }

  /** Lets everything else run. Throws the signal's reason once aborted. What was read before may be evicted after. */
  async pause(): Promise<void> {
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#steps = 0;
    this.#sinceMs = this.#clock.monotonicMs();
  }
}

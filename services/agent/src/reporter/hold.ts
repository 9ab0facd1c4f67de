// The pause after a failure: the longer nobody answers, the less often somebody is asked.
import type { Timers } from '@spoor/core';

const FIRST_MS = 100;
const LONGEST_MS = 2_000;
/** Of what a collector may ask for. */
const LONGEST_ADVICE_MS = 30_000;

export class Hold {
  readonly #timers: Timers;
  readonly #onEnd: () => void;
  #ms = 0;
  #cancel: (() => void) | null = null;

  /** `onEnd` hears of every pause that is over, by itself or by `end`. */
  constructor(timers: Timers, onEnd: () => void) {
    this.#timers = timers;
    this.#onEnd = onEnd;
  }

  get isOn(): boolean {
    return this.#cancel !== null;
  }

  /** The latest answer was a failure. */
  get isFailing(): boolean {
    return this.#ms > 0;
  }

  /** Begins a pause unless one is on; `adviceMs` is what the collector asked for, 0 = nothing. */
  failed(adviceMs: number): void {
    if (this.#cancel !== null) return;
    this.#ms = Math.min(LONGEST_MS, Math.max(FIRST_MS, 2 * this.#ms));
    this.#cancel = this.#timers.after(Math.max(this.#ms, Math.min(LONGEST_ADVICE_MS, adviceMs)), () => this.end());
  }

  answered(): void {
    this.#ms = 0;
  }

  end(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#cancel = null;
    this.#onEnd();
  }
}

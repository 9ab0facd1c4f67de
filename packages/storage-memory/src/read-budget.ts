// Heap that traces take as objects while they are being answered: many readers of large traces at once would
// otherwise end the process, and with it all that is stored. Who does not fit waits for the others.
import { ByteBudget, systemTimers, type Timers, TracingError } from '@spoor/core';

const MAX_WAIT_MS = 20_000;
const RETRY_AFTER_MS = 5_000;

/** Reserves in waiting order, except that what fits may pass what does not. */
export class ReadBudget {
  readonly #budget: ByteBudget;
  readonly #timers: Timers;
  /** Each takes its share if it fits by now. */
  readonly #waiting = new Set<() => void>();

  constructor(maxBytes: number, timers: Timers = systemTimers) {
    this.#budget = new ByteBudget(maxBytes);
    this.#timers = timers;
  }

  /**
   * Resolves with what gives the bytes back. More than the whole budget counts as all of it. Throws the reason of
   * `signal`, or OVER_CAPACITY when there was no room for 20 s.
   */
  async take(bytes: number, signal: AbortSignal): Promise<() => void> {
    const share = Math.min(bytes, this.#budget.capacity);
    if (!this.#budget.reserve(share)) await this.#room(share, signal);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#budget.release(share);
      for (const retry of this.#waiting) retry();
    };
  }

  #room(share: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        this.#waiting.delete(retry);
        cancel();
        signal.removeEventListener('abort', aborted);
      };
      const retry = (): void => {
        if (!this.#budget.reserve(share)) return;
        settle();
        resolve();
      };
      const aborted = (): void => {
        settle();
        reject(signal.reason);
      };
      const cancel = this.#timers.after(MAX_WAIT_MS, () => {
        settle();
        reject(this.#refusal(share));
      });
      this.#waiting.add(retry);
      signal.addEventListener('abort', aborted);
    });
  }

  #refusal(share: number): TracingError {
    const { used, capacity } = this.#budget;
    return new TracingError(
      'OVER_CAPACITY',
      `a trace of some ${share} bytes in memory does not fit: traces being answered hold ${used} of ${capacity} bytes; ask again later`,
      { retryAfterMs: RETRY_AFTER_MS },
    );
  }
}

// How many messages may be on their way in at once. grpc-js buffers a message until it is whole, and no byte budget
// sees it before: without a bound, callers that send half a message and stop would fill the memory.
import type { Timers } from '@spoor/core';

export interface ReadGateLimits {
  /** Messages being read. */
  readonly maxReading: number;
  /** Calls that wait for one of those to arrive. */
  readonly maxWaiting: number;
  /** Time for a message to arrive once it is being read. */
  readonly messageTimeoutMs: number;
}

/** One call's way through the gate. */
export interface Passage {
  /** The message has arrived or the call has ended; harmless when repeated. */
  leave(): void;
}

/** First come, first served. */
export class ReadGate {
  readonly #limits: ReadGateLimits;
  readonly #timers: Timers;
  readonly #waiting = new Set<() => void>();
  #reading = 0;

  constructor(limits: ReadGateLimits, timers: Timers) {
    this.#limits = limits;
    this.#timers = timers;
  }

  /**
   * Calls `read` now or once there is room, and `late` when the message then does not arrive in time. Null = too many
   * wait already; neither will be called.
   */
  enter(read: () => void, late: () => void): Passage | null {
    if (this.#reading < this.#limits.maxReading) return this.#read(read, late);
    if (this.#waiting.size >= this.#limits.maxWaiting) return null;
    let passage: Passage | null = null;
    const admit = (): void => {
      passage = this.#read(read, late);
    };
    this.#waiting.add(admit);
    return {
      leave: () => {
        this.#waiting.delete(admit);
        passage?.leave();
      },
    };
  }

  #read(read: () => void, late: () => void): Passage {
    this.#reading++;
    const cancel = this.#timers.after(this.#limits.messageTimeoutMs, late);
    let left = false;
    // Before `read`, which may find the message there already.
    const passage = {
      leave: () => {
        if (left) return;
        left = true;
        cancel();
        this.#reading--;
        this.#admitNext();
      },
    };
    read();
    return passage;
  }

  #admitNext(): void {
    for (const admit of this.#waiting) {
      if (this.#reading >= this.#limits.maxReading) return;
      this.#waiting.delete(admit);
      admit();
    }
  }
}

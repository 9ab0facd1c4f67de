// The share of the process' byte budget that one request holds, from the first byte read to the answer.
import { type ByteBudget, overBudget, TracingError } from '@spoor/core';

/** Long enough for a store to catch up a little, short enough that a sender's own queue does not fill. */
const RETRY_AFTER_MS = 1_000;

/** Whoever makes one releases it on every path. */
export class Reservation {
  readonly #budget: ByteBudget;
  #held = 0;

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  /** Bytes that could still be had now. */
  get room(): number {
    return this.#budget.capacity - this.#budget.used;
  }

  /** @throws TracingError OVER_CAPACITY when it does not fit now, PAYLOAD_TOO_LARGE when it never will */
  grow(bytes: number): void {
    if (!this.#budget.reserve(bytes)) throw this.refusal(bytes);
    this.#held += bytes;
  }

  /** Why `bytes` more were not to be had. */
  refusal(bytes: number): TracingError {
    const { capacity } = this.#budget;
    if (this.#held + bytes <= capacity) return overBudget(this.#budget, bytes, RETRY_AFTER_MS);
    const text = `${this.#held + bytes} bytes can never fit the ${capacity} bytes that all requests in flight share`;
    return new TracingError('PAYLOAD_TOO_LARGE', text);
  }

  /** Gives back a part of what is held. */
  shrink(bytes: number): void {
    this.#budget.release(bytes);
    this.#held -= bytes;
  }

  /** Gives back everything; harmless when repeated. */
  release(): void {
    this.shrink(this.#held);
  }
}

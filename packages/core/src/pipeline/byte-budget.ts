// Bytes in flight at the doors of the process: request bodies that are being read, decoded and stored. One
// budget is shared by all receivers, so that their number does not multiply the bound.
import { TracingError } from '../errors.ts';

/** Counts only: whoever reserves must release exactly that much, on every path. */
export class ByteBudget {
  readonly capacity: number;
  #used = 0;

  /** Bytes. */
  constructor(capacity: number) {
    if (!(capacity > 0)) throw new RangeError(`a byte budget of ${capacity} admits nothing`);
    this.capacity = capacity;
  }

  get used(): number {
    return this.#used;
  }

  /** False when that would exceed the capacity; then nothing was reserved. */
  reserve(bytes: number): boolean {
    if (this.#used + bytes > this.capacity) return false;
    this.#used += bytes;
    return true;
  }

  release(bytes: number): void {
    if (bytes > this.#used) throw new RangeError(`released ${bytes} bytes of ${this.#used} reserved`);
    this.#used -= bytes;
  }
}

/** What to tell a sender whose body did not fit into the budget. */
export function overBudget(budget: ByteBudget, bytes: number, retryAfterMs: number): TracingError {
  return new TracingError(
    'OVER_CAPACITY',
    `${bytes} more bytes do not fit: requests in flight hold ${budget.used} of ${budget.capacity} bytes; send again later`,
    { retryAfterMs },
  );
}

// Requests in memory that wait for a collector, oldest first; who adds to it bounds it.
import type { Request } from './request.ts';

/** An entry's own memory beside its bytes. */
const ENTRY_BYTES = 200;
/** Places of taken requests in front of the others that are worth moving those for. */
const MAX_TAKEN = 1_024;

export class Backlog {
  /** The oldest is at `#first`; what is before it was taken. */
  #requests: (Request | null)[] = [];
  #first = 0;
  #bytes = 0;
  #spans = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get spans(): number {
    return this.#spans;
  }

  get isEmpty(): boolean {
    return this.#first === this.#requests.length;
  }

  add(request: Request): void {
    this.#requests.push(request);
    this.#bytes += request.bytes.length + ENTRY_BYTES;
    this.#spans += request.spans;
  }

  /** The oldest; null when there is none. */
  take(): Request | null {
    const request = this.#requests[this.#first] ?? null;
    if (request === null) return null;
    this.#requests[this.#first++] = null;
    this.#bytes -= request.bytes.length + ENTRY_BYTES;
    this.#spans -= request.spans;
    // Every request is moved once for each that was taken at most.
    if (this.#first > MAX_TAKEN && this.#first * 2 > this.#requests.length) {
      this.#requests = this.#requests.slice(this.#first);
      this.#first = 0;
    }
    return request;
  }
}

// Requests in memory that wait for a collector, oldest first, bounded in bytes.
import type { Request } from './request.ts';

/** An entry's own memory beside its bytes. */
const ENTRY_BYTES = 200;

export class Backlog {
  readonly #maxBytes: number;
  readonly #requests = new Set<Request>();
  #bytes = 0;
  #spans = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get spans(): number {
    return this.#spans;
  }

  get isEmpty(): boolean {
    return this.#requests.size === 0;
  }

  add(request: Request): void {
    this.#requests.add(request);
    this.#bytes += request.bytes.length + ENTRY_BYTES;
    this.#spans += request.spans;
  }

  /** The oldest; null when there is none. */
  take(): Request | null {
    for (const request of this.#requests) {
      this.#requests.delete(request);
      this.#bytes -= request.bytes.length + ENTRY_BYTES;
      this.#spans -= request.spans;
      return request;
    }
    return null;
  }

  /** Takes out the oldest until the bound holds: old spans are of traces that are incomplete anyhow. */
  takeOverflow(): Request[] {
    const overflow: Request[] = [];
    while (this.#bytes > this.#maxBytes) {
      const request = this.take();
      if (request === null) break;
      overflow.push(request);
    }
    return overflow;
  }
}

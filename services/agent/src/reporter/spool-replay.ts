// What comes back from the spool: one segment at a time in memory, deleted from the disk once every request in it was
// sent or is lost for good. A segment that was begun and not finished is sent whole again by the next process.
import type { Replay } from '../spool/spool.ts';
import type { Request } from './request.ts';
import type { Spooler } from './spooler.ts';

export class SpoolReplay {
  readonly #spooler: Spooler;
  readonly #onReady: () => void;
  /** Of the current segment, those that are not settled. */
  readonly #requests = new Set<Request>();
  #waiting: Request[] = [];
  #segment: Replay | null = null;
  #isReading = false;
  #isStopped = false;

  /** `onReady` hears when there may be something to take that was not there when asked. */
  constructor(spooler: Spooler, onReady: () => void) {
    this.#spooler = spooler;
    this.#onReady = onReady;
  }

  /** The oldest; null when there is none at hand. Then it is read, if there is more on disk. */
  take(): Request | null {
    const request = this.#waiting.shift();
    if (request !== undefined) return request;
    if (this.#segment === null && !this.#isReading && !this.#isStopped && !this.#spooler.isEmpty) void this.#read();
    return null;
  }

  /** Whether it was taken from here. */
  owns(request: Request): boolean {
    return this.#requests.has(request);
  }

  /** It was sent in vain, and is last in turn. */
  giveBack(request: Request): void {
    this.#waiting.push(request);
  }

  /** It was sent or is lost. */
  settle(request: Request): void {
    this.#requests.delete(request);
    if (this.#requests.size === 0) void this.#finish();
  }

  /** Reads no further segments. */
  stop(): void {
    this.#isStopped = true;
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    this.#segment = await this.#spooler.read();
    this.#isReading = false;
    if (this.#segment === null) {
      if (!this.#spooler.isEmpty) this.#onReady(); // one could not be read: there are others
      return;
    }
    this.#waiting = [...this.#segment.requests];
    for (const request of this.#waiting) this.#requests.add(request);
    if (this.#requests.size === 0) await this.#finish();
    else this.#onReady();
  }

  async #finish(): Promise<void> {
    if (this.#segment !== null) await this.#spooler.done(this.#segment);
    this.#segment = null;
    this.#onReady();
  }
}

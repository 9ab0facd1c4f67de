// The spool in the service of the reporter: one operation at a time, errors counted instead of thrown, and memory
// bounded while the disk is slow.
import { asTracingError, type Cell, type Clock, type Metrics } from '@spoor/core';
import type { Replay, Spool } from '../spool/spool.ts';
import type { LossLog } from './loss-log.ts';
import type { QuietLog } from './quiet-log.ts';
import type { Request } from './request.ts';

/** Of requests that wait to be written. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** After a failed write: a full disk does not become empty at once. */
const PAUSE_MS = 5_000;

export interface SpoolerDeps {
  readonly losses: LossLog;
  readonly metrics: Metrics;
  readonly log: QuietLog;
  readonly clock: Clock;
  /** Takes back a request that could not be written. */
  readonly onFailed: (request: Request) => void;
}

export class Spooler {
  readonly #spool: Spool;
  readonly #deps: SpoolerDeps;
  readonly #errors: Cell;
  readonly #damaged: Cell;
  #work: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(spool: Spool, deps: SpoolerDeps) {
    const { metrics } = deps;
    this.#spool = spool;
    this.#deps = deps;
    this.#errors = metrics.counter('spoor_agent_spool_errors_total', 'Failed reads and writes of the spool');
    this.#damaged = metrics.counter('spoor_agent_spool_damaged_records_total', 'Damaged stretches of the spool');
    metrics.gaugeFrom('spoor_agent_spool_bytes', 'Bytes on disk that wait for a collector', () => this.bytes);
  }

  /** On disk or on the way there. */
  get bytes(): number {
    return this.#spool.bytes + this.#waitingBytes;
  }

  get isEmpty(): boolean {
    return this.#spool.isEmpty && this.#waitingBytes === 0;
  }

  /** Whether a request given to `add` now is likely to get to the disk soon. */
  get hasRoom(): boolean {
    return this.#waitingBytes < MAX_WAITING_BYTES && this.#deps.clock.monotonicMs() >= this.#pausedUntilMs;
  }

  open(): Promise<void> {
    return this.#spool.open();
  }

  /** Writes in the background. */
  add(request: Request): void {
    const { length } = request.bytes;
    this.#waitingBytes += length;
    void this.#next(async () => {
      const isWritten = await this.#append(request);
      this.#waitingBytes -= length;
      if (!isWritten) this.#deps.onFailed(request);
    });
  }

  /** For the last ones: false when it cannot be written. */
  async keep(request: Request): Promise<boolean> {
    let isWritten = false;
    await this.#next(async () => {
      isWritten = await this.#append(request);
    });
    return isWritten;
  }

  /** The oldest segment; null when there is none that can be read. */
  async read(): Promise<Replay | null> {
    let segment: Replay | null = null;
    await this.#next(async () => {
      try {
        segment = await this.#spool.read();
        this.#countDamage(segment);
      } catch (error) {
        this.#complain('the spool cannot be read', error);
      }
    });
    return segment;
  }

  done(segment: Replay): Promise<void> {
    return this.#next(async () => {
      try {
        await this.#spool.done(segment);
      } catch (error) {
        this.#complain('a segment of the spool cannot be deleted', error);
      }
    });
  }

  /** Resolves when everything added was written or handed back. */
  settle(): Promise<void> {
    return this.#work;
  }

  close(): Promise<void> {
    return this.#next(() => this.#spool.close().catch(() => undefined));
  }

  async #append(request: Request): Promise<boolean> {
    try {
      await this.#spool.append(request, (segment) => this.#countEvicted(segment));
      return true;
    } catch (error) {
      this.#pausedUntilMs = this.#deps.clock.monotonicMs() + PAUSE_MS;
      this.#complain('spans cannot be spooled, memory has to hold them', error);
      return false;
    }
  }

  #countEvicted(segment: Replay): void {
    this.#countDamage(segment);
    for (const lost of segment.requests) this.#deps.losses.add(lost, 'spool-full', 'the oldest gave way');
  }

  #countDamage(segment: Replay | null): void {
    if (segment === null || segment.damaged === 0) return;
    this.#damaged.value += segment.damaged;
    this.#deps.log.warn('a segment of the spool is damaged; the rest of it is used', { path: segment.path });
  }

  #complain(message: string, error: unknown): void {
    this.#errors.value++;
    this.#deps.log.error(message, { reason: asTracingError(error).message });
  }

  /** `run` never throws. */
  #next(run: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(run);
    return this.#work;
  }
}

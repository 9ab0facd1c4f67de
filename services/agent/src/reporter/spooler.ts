// The spool in the service of the reporter: one operation at a time, errors counted instead of thrown, and memory
// bounded while the disk is slow.
import { asTracingError, type Clock, type Logger } from '@spoor/core';
import type { Replay, Spool } from '../spool/spool.ts';
import type { ReporterMetrics } from './reporter-metrics.ts';
import type { Request } from './request.ts';

/** Of requests that wait to be written. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
const LINE_EVERY_MS = 10_000;

export interface SpoolerDeps {
  readonly metrics: ReporterMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

export class Spooler {
  readonly #spool: Spool;
  readonly #deps: SpoolerDeps;
  #work: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #lastLineMs = Number.NEGATIVE_INFINITY;

  constructor(spool: Spool, deps: SpoolerDeps) {
    this.#spool = spool;
    this.#deps = deps;
  }

  /** On disk or on the way there. */
  get bytes(): number {
    return this.#spool.bytes + this.#waitingBytes;
  }

  get isEmpty(): boolean {
    return this.#spool.isEmpty && this.#waitingBytes === 0;
  }

  open(): Promise<void> {
    return this.#spool.open();
  }

  /** Never throws: what cannot be kept is counted as lost. */
  add(request: Request): void {
    const { length } = request.bytes;
    if (this.#waitingBytes + length > MAX_WAITING_BYTES) {
      this.#deps.metrics.lost(request, 'spool-error');
      this.#complain('the disk is too slow');
      return;
    }
    this.#waitingBytes += length;
    void this.#next(async () => {
      try {
        const evicted = await this.#spool.append(request);
        for (const lost of evicted.flatMap(({ requests }) => requests)) this.#deps.metrics.lost(lost, 'spool-full');
        if (evicted.length > 0) this.#complain('it is full: the oldest spans were dropped');
      } catch (error) {
        this.#deps.metrics.lost(request, 'spool-error');
        this.#complain(asTracingError(error).message);
      } finally {
        this.#waitingBytes -= length;
      }
    });
  }

  /** The oldest segment; null when there is none or it cannot be read. */
  async read(): Promise<Replay | null> {
    let replay: Replay | null = null;
    await this.#next(async () => {
      try {
        replay = await this.#spool.read();
        this.#deps.metrics.damagedRecords.value += replay?.damaged ?? 0;
      } catch (error) {
        this.#complain(asTracingError(error).message);
      }
    });
    return replay;
  }

  done(replay: Replay): Promise<void> {
    return this.#next(async () => {
      try {
        await this.#spool.done(replay);
      } catch (error) {
        this.#complain(asTracingError(error).message);
      }
    });
  }

  /** Resolves when everything added is on disk. */
  close(): Promise<void> {
    return this.#next(() => this.#spool.close());
  }

  #next(run: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(run);
    return this.#work;
  }

  #complain(reason: string): void {
    const nowMs = this.#deps.clock.monotonicMs();
    if (nowMs - this.#lastLineMs < LINE_EVERY_MS) return;
    this.#lastLineMs = nowMs;
    this.#deps.logger.error('spans could not be spooled', { reason });
  }
}

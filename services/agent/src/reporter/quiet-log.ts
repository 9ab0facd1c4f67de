// Messages about what may happen many times a second: each is written once in a while.
import type { Clock, LogFields, Logger } from '@spoor/core';

const LINE_EVERY_MS = 10_000;

export class QuietLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #lastMs = new Map<string, number>();

  constructor({ logger, clock }: { readonly logger: Logger; readonly clock: Clock }) {
    this.#logger = logger;
    this.#clock = clock;
  }

  info(message: string, fields: LogFields): void {
    if (this.#isDue(message)) this.#logger.info(message, fields);
  }

  /** `message` is one of few: what differs from time to time belongs into `fields`. */
  warn(message: string, fields: LogFields): void {
    if (this.#isDue(message)) this.#logger.warn(message, fields);
  }

  error(message: string, fields: LogFields): void {
    if (this.#isDue(message)) this.#logger.error(message, fields);
  }

  #isDue(message: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const lastMs = this.#lastMs.get(message) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs < LINE_EVERY_MS) return false;
    this.#lastMs.set(message, nowMs);
    return true;
  }
}

// Defects of ours that a request ran into. A defect may hit every request, so lines are limited in rate.
import { asTracingError, type Clock, type Logger, type TracingError } from '@spoor/core';

const LINE_EVERY_MS = 10_000;

export class FailureLog {
  readonly #door: string;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #lastMs = Number.NEGATIVE_INFINITY;
  #unlogged = 0;

  /** `door` names the receiver in the log. */
  constructor(door: string, deps: { readonly logger: Logger; readonly clock: Clock }) {
    this.#door = door;
    this.#logger = deps.logger;
    this.#clock = deps.clock;
  }

  /** `thrown` as the error to answer with; INTERNAL ones are logged. */
  classify(thrown: unknown): TracingError {
    const error = asTracingError(thrown);
    if (error.code === 'INTERNAL') this.#log(error);
    return error;
  }

  #log(error: TracingError): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastMs < LINE_EVERY_MS) {
      this.#unlogged++;
      return;
    }
    const stack = error.cause instanceof Error ? (error.cause.stack ?? '') : (error.stack ?? '');
    this.#logger.error('request failed', { door: this.#door, message: error.message, stack, unlogged: this.#unlogged });
    this.#lastMs = nowMs;
    this.#unlogged = 0;
  }
}

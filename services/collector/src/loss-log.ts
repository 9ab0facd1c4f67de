// Spans that were acknowledged, or belong to a request that was, and did not become stored: each is counted, and the
// log says so without being flooded.
import type { Cell, Clock, Logger, Metrics } from '@spoor/core';

const LINE_EVERY_MS = 10_000;

export interface LossLogDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export class LossLog {
  readonly #dropped: Cell;
  readonly #deps: LossLogDeps;
  #lastMs = Number.NEGATIVE_INFINITY;
  #unloggedSpans = 0;

  /** `host` is the label of the counter. */
  constructor(deps: LossLogDeps, host: string) {
    const text = 'Spans that were acknowledged and not stored';
    this.#dropped = deps.metrics.counter('jaeger_collector_spans_dropped_total', text, { host });
    this.#deps = deps;
  }

  /** `reason` is that of the first of them. */
  lost(spans: number, reason: string): void {
    this.#dropped.value += spans;
    this.#unloggedSpans += spans;
    const nowMs = this.#deps.clock.monotonicMs();
    if (nowMs - this.#lastMs < LINE_EVERY_MS) return;
    this.#deps.logger.error('spans were not stored, for good', { spans: this.#unloggedSpans, reason });
    this.#lastMs = nowMs;
    this.#unloggedSpans = 0;
  }
}

// Spans that no collector will get: counted, and told to the operator without flooding the log, each cause by itself.
import type { Clock, Logger } from '@spoor/core';
import type { LossCause, ReporterMetrics } from './reporter-metrics.ts';
import type { Format, Request } from './request.ts';

const LINE_EVERY_MS = 10_000;

interface Untold {
  spans: number;
  reason: string;
  lastMs: number;
}

export interface LossLogDeps {
  readonly metrics: ReporterMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

export class LossLog {
  readonly #deps: LossLogDeps;
  readonly #causes = new Map<LossCause, Untold>();

  constructor(deps: LossLogDeps) {
    this.#deps = deps;
  }

  add(request: Pick<Request, 'format' | 'spans'>, cause: LossCause, reason: string): void {
    this.#deps.metrics.lost(request, cause);
    this.#note(request.spans, cause, reason);
  }

  /** Of those that never became a request. */
  addSpans(spans: number, format: Format, cause: LossCause, reason: string): void {
    this.#deps.metrics.lostSpans(spans, format, cause);
    this.#note(spans, cause, reason);
  }

  /** Logs what no line has told yet. */
  end(): void {
    for (const [cause, untold] of this.#causes) this.#tell(cause, untold);
  }

  /** The latest `reason` stands for all since the line before. */
  #note(spans: number, cause: LossCause, reason: string): void {
    const nowMs = this.#deps.clock.monotonicMs();
    const untold = this.#causes.get(cause) ?? { spans: 0, reason, lastMs: Number.NEGATIVE_INFINITY };
    this.#causes.set(cause, untold);
    untold.spans += spans;
    untold.reason = reason;
    if (nowMs - untold.lastMs < LINE_EVERY_MS) return;
    untold.lastMs = nowMs;
    this.#tell(cause, untold);
  }

  #tell(cause: LossCause, untold: Untold): void {
    if (untold.spans === 0) return;
    this.#deps.logger.error('spans lost', { cause, spans: untold.spans, reason: untold.reason });
    untold.spans = 0;
  }
}

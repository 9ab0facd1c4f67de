// How long requests took, by what their senders wrote: method and path are theirs, so the number of series and their
// length are bounded.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Histogram, Metrics } from '@spoor/core';
import { pathOf } from '../http-door/path-of.ts';

/** As Jaeger's; what comes later is `other`. */
const MAX_SERIES = 1_000;
const MAX_PATH_CHARS = 200;

const NAME = 'jaeger_collector_http_request_duration';
const HELP = 'Seconds from a request to the end of its answer';
const OTHER = 'other';
/** Jaeger's for requests without an answer. */
const UNANSWERED = '0';

export class RequestDurations {
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  readonly #other: Histogram;
  readonly #series = new Map<string, Histogram>();

  constructor(deps: { readonly metrics: Metrics; readonly clock: Clock }) {
    this.#metrics = deps.metrics;
    this.#clock = deps.clock;
    this.#other = deps.metrics.histogram(NAME, HELP, { method: OTHER, path: OTHER, status: OTHER });
  }

  observe(request: IncomingMessage, response: ServerResponse): void {
    const sinceMs = this.#clock.monotonicMs();
    response.once('close', () => {
      const status = response.headersSent ? String(response.statusCode) : UNANSWERED;
      const seconds = (this.#clock.monotonicMs() - sinceMs) / 1000;
      this.#histogram(request.method ?? '', pathOf(request.url ?? '/'), status).observe(seconds);
    });
  }

  #histogram(method: string, path: string, status: string): Histogram {
    if (path.length > MAX_PATH_CHARS) return this.#other;
    const key = `${method} ${status} ${path}`;
    let histogram = this.#series.get(key);
    if (histogram === undefined) {
      if (this.#series.size === MAX_SERIES) return this.#other;
      histogram = this.#metrics.histogram(NAME, HELP, { method, path, status });
      this.#series.set(key, histogram);
    }
    return histogram;
  }
}

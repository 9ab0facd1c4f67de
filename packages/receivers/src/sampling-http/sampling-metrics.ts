// What Jaeger counts of its sampling endpoints, at the agent and at the collector.
import type { Cell, Metrics } from '@spoor/core';

export type SamplingServer = 'agent' | 'collector';

export interface SamplingMetrics {
  /** Answers with the enum as text. */
  readonly sampling: Cell;
  /** Answers with the enum as a number. */
  readonly legacy: Cell;
  readonly badRequests: Cell;
  /** Whoever knows the strategies did not answer. */
  readonly providerErrors: Cell;
  /** The old form cannot hold the answer. */
  readonly legacyErrors: Cell;
  /** The client was gone before its answer. */
  readonly writeErrors: Cell;
}

/** Every series that Jaeger's `server` has is there from the start. */
export function samplingMetrics(server: SamplingServer, metrics: Metrics): SamplingMetrics {
  const requests = (type: string): Cell =>
    metrics.counter(`jaeger_${server}_http_server_requests_total`, 'Sampling requests that were answered', { type });
  const errors = (status: string, source: string): Cell =>
    metrics.counter(`jaeger_${server}_http_server_errors_total`, 'Sampling requests that failed', { status, source });
  if (server === 'agent') requests('baggage'); // nobody has any: never counted
  errors('5xx', 'proto'); // nothing here can fail that way
  return {
    sampling: requests('sampling'),
    legacy: requests('sampling-legacy'),
    badRequests: errors('4xx', 'all'),
    providerErrors: errors('5xx', 'collector-proxy'),
    legacyErrors: errors('5xx', 'thrift'),
    writeErrors: errors('5xx', 'write'),
  };
}

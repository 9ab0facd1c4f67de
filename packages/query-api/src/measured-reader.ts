// Counts and times what the query side asks of a store, under the names of Jaeger's dashboards. A trace that
// is not there is no error.
import type { Cell, Clock, Histogram, Metrics, TraceReader } from '@spoor/core';

type OperationName =
  | 'find_traces'
  | 'find_trace_ids'
  | 'find_trace_summaries'
  | 'get_trace'
  | 'get_services'
  | 'get_operations';

export function measuredReader(reader: TraceReader, metrics: Metrics, clock: Clock): TraceReader {
  const meter = (operation: OperationName): Meter => new Meter(operation, metrics, clock);
  const findTraces = meter('find_traces');
  const findTraceIds = meter('find_trace_ids');
  const findSummaries = meter('find_trace_summaries');
  const getTrace = meter('get_trace');
  const getServices = meter('get_services');
  const getOperations = meter('get_operations');
  return {
    capabilities: (call) => reader.capabilities(call),
    traces: (ids, call) => getTrace.iterable(reader.traces(ids, call)),
    find: (query, call) => findTraces.iterable(reader.find(query, call)),
    findIds: (query, call) => findTraceIds.iterable(reader.findIds(query, call)),
    findSummaries: (query, call) => findSummaries.iterable(reader.findSummaries(query, call)),
    services: (call) => getServices.promise(() => reader.services(call)),
    operations: (service, kind, call) => getOperations.promise(() => reader.operations(service, kind, call)),
  };
}

interface Outcome {
  readonly requests: Cell;
  readonly latency: Histogram;
}

class Meter {
  readonly #ok: Outcome;
  readonly #err: Outcome;
  readonly #clock: Clock;

  constructor(operation: OperationName, metrics: Metrics, clock: Clock) {
    const outcome = (result: 'ok' | 'err'): Outcome => ({
      requests: metrics.counter('jaeger_query_requests_total', 'Requests to the span store', { operation, result }),
      latency: metrics.histogram('jaeger_query_latency', 'Seconds the span store took', { operation, result }),
    });
    this.#ok = outcome('ok');
    this.#err = outcome('err');
    this.#clock = clock;
  }

  async promise<T>(read: () => Promise<T>): Promise<T> {
    const startMs = this.#clock.monotonicMs();
    let outcome = this.#err;
    try {
      const value = await read();
      outcome = this.#ok;
      return value;
    } finally {
      this.#done(outcome, this.#clock.monotonicMs() - startMs);
    }
  }

  /** Times only the store's share: not what the consumer does between items. Stopping early is no error. */
  async *iterable<T>(items: AsyncIterable<T>): AsyncGenerator<T, void> {
    const iterator = items[Symbol.asyncIterator]();
    let spentMs = 0;
    let outcome = this.#ok;
    try {
      for (;;) {
        const startMs = this.#clock.monotonicMs();
        outcome = this.#err;
        const item = await iterator.next().finally(() => {
          spentMs += this.#clock.monotonicMs() - startMs;
        });
        outcome = this.#ok;
        if (item.done === true) return;
        yield item.value;
      }
    } finally {
      this.#done(outcome, spentMs);
      if (outcome === this.#ok) await iterator.return?.();
    }
  }

  #done(outcome: Outcome, ms: number): void {
    outcome.requests.value++;
    outcome.latency.observe(ms / 1000);
  }
}

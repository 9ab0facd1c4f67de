// Counts and times what the query side asks of a store, under the names of Jaeger's dashboards up to 1.62; those of
// later ones belong to the storage.
import {
  type Clock,
  type Metrics,
  meterReads,
  type ReadMeter,
  type ReadOperation,
  type TraceReader,
} from '@spoor/core';

export function measuredReader(reader: TraceReader, metrics: Metrics, clock: Clock): TraceReader {
  return meterReads(reader, clock, (operation) => meterOf(operation, metrics));
}

function meterOf(operation: ReadOperation, metrics: Metrics): ReadMeter {
  const outcome = (result: 'ok' | 'err'): ((ms: number) => void) => {
    const requests = metrics.counter('jaeger_query_requests_total', 'Requests to the span store', {
      operation,
      result,
    });
    const latency = metrics.histogram('jaeger_query_latency', 'Seconds the span store took', { operation, result });
    return (ms) => {
      requests.value++;
      latency.observe(ms / 1000);
    };
  };
  return { ok: outcome('ok'), err: outcome('err') };
}

// The counters of the write path under Jaeger's and the OpenTelemetry collector's names. Registered at
// composition, changed once per batch.

import type { Metrics } from '../ports/metrics.ts';
import type { Processor, SpanWriter } from '../ports/sink.ts';
import type { Clock } from '../time.ts';
import type { Batcher } from './batcher.ts';
import { ServiceCounter } from './service-counter.ts';
import type { ServiceLabels } from './service-labels.ts';

export interface MeteringDeps {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly services: ServiceLabels;
  /** The `host` label. */
  readonly host: string;
}

/** How a receiver is called in the metrics of Jaeger and of the OpenTelemetry collector. */
export interface IntakeLabels {
  /** jaeger | proto | zipkin | unknown; OTLP is unknown. */
  readonly format: string;
  /** http | grpc | unknown; OTLP is unknown. */
  readonly transport: string;
  /** E.g. otlp. */
  readonly receiver: string;
  /** E.g. grpc or http: the transport in the collector's metrics. */
  readonly receiverTransport: string;
}

/** Counts what comes in and whether the rest of the pipeline took it; one per receiver, in front of it all. */
export function meterIntake(labels: IntakeLabels, deps: MeteringDeps): Processor {
  const { format, transport } = labels;
  const { metrics } = deps;
  const perService = (name: string, help: string): ServiceCounter =>
    new ServiceCounter(deps.services, (svc) => metrics.counter(name, help, { debug: 'false', format, svc, transport }));
  const otel = { receiver: labels.receiver, transport: labels.receiverTransport };
  const received = perService('jaeger_collector_spans_received_total', 'Spans that arrived');
  const rejected = perService('jaeger_collector_spans_rejected_total', 'Spans refused, the sender was told');
  const accepted = metrics.counter('otelcol_receiver_accepted_spans_total', 'Spans taken and acknowledged', otel);
  const refused = metrics.counter('otelcol_receiver_refused_spans_total', 'Spans that the pipeline refused', otel);
  const batchSize = metrics.gauge('jaeger_collector_batch_size', 'Spans in the latest batch', { host: deps.host });
  return (next) => ({
    async consume(batch, call): Promise<void> {
      batchSize.value = batch.length;
      received.addAll(batch);
      try {
        await next.consume(batch, call);
        accepted.value += batch.length;
      } catch (error) {
        rejected.addAll(batch);
        refused.value += batch.length;
        throw error;
      }
    },
  });
}

/** Counts what a store took and refused for good, and how long a write took, failed ones included. */
export function meterWrites(writer: SpanWriter, deps: MeteringDeps): SpanWriter {
  const { clock, metrics } = deps;
  const saved = (result: string): ServiceCounter =>
    new ServiceCounter(deps.services, (svc) =>
      metrics.counter('jaeger_collector_spans_saved_by_svc_total', 'Spans written', { debug: 'false', result, svc }),
    );
  const ok = saved('ok');
  const err = saved('err');
  const latency = metrics.histogram('jaeger_collector_save_latency', 'Seconds per write', { host: deps.host });
  return {
    async write(batch, call) {
      const startMs = clock.monotonicMs();
      try {
        const result = await writer.write(batch, call);
        ok.addAll(batch);
        for (const { row } of result.rejected) {
          ok.addRow(batch, row, -1); // no scrape can see the counter between these lines
          err.addRow(batch, row, 1);
        }
        return result;
      } catch (error) {
        err.addAll(batch);
        throw error;
      } finally {
        latency.observe((clock.monotonicMs() - startMs) / 1000);
      }
    },
  };
}

/** Shows the fill of a batcher at scrape time. */
export function meterQueue(batcher: Batcher, deps: Pick<MeteringDeps, 'metrics' | 'host'>): void {
  const { metrics } = deps;
  const host = { host: deps.host };
  metrics.gaugeFrom(
    'jaeger_collector_queue_length',
    'Spans that wait or are being written',
    () => batcher.queuedSpans,
    host,
  );
  metrics.gaugeFrom('spoor_queue_bytes', 'Bytes that wait or are being written', () => batcher.queuedBytes, host);
  metrics.gaugeFrom('spoor_queue_capacity_bytes', 'Bound of spoor_queue_bytes', () => batcher.capacityBytes, host);
}

// What comes in, under Jaeger's and the OpenTelemetry collector's names. Registered at composition, changed once
// per batch.

import type { Metrics } from '../ports/metrics.ts';
import type { Processor } from '../ports/sink.ts';
import type { Clock } from '../time.ts';
import type { ServiceLabels } from './service-labels.ts';
import { SpanTally } from './span-tally.ts';

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
  /** http | grpc | unknown; OTLP and Zipkin are unknown. */
  readonly transport: string;
  /** E.g. otlp. */
  readonly receiver: string;
  /** E.g. grpc or http: the transport in the collector's metrics. */
  readonly receiverTransport: string;
}

/** Counts what comes in and whether the rest of the pipeline took it; one per receiver, in front of it all. */
export function meterIntake(labels: IntakeLabels, deps: MeteringDeps): Processor {
  const { format, transport } = labels;
  const { metrics, services } = deps;
  const otel = { receiver: labels.receiver, transport: labels.receiverTransport };
  const received = new SpanTally('received', 'that arrived', { format, transport }, metrics, services);
  const rejected = new SpanTally('rejected', 'refused, the sender was told', { format, transport }, metrics, services);
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

// How each receiver is called in the metrics: format and transport as in Jaeger, then receiver and transport as in the
// OpenTelemetry collector.
import type { IntakeLabels } from '@spoor/core';

export const OTLP_GRPC: IntakeLabels = labels('unknown', 'unknown', 'otlp', 'grpc');
export const OTLP_HTTP: IntakeLabels = labels('unknown', 'unknown', 'otlp', 'http');
/** Also of the all-in-one's agent: in Jaeger it forwards to this door. */
export const JAEGER_GRPC: IntakeLabels = labels('proto', 'grpc', 'jaeger', 'grpc');
export const JAEGER_HTTP: IntakeLabels = labels('jaeger', 'http', 'jaeger', 'thrift_http');
export const ZIPKIN: IntakeLabels = labels('zipkin', 'unknown', 'zipkin', 'http');

function labels(format: string, transport: string, receiver: string, receiverTransport: string): IntakeLabels {
  return { format, transport, receiver, receiverTransport };
}

// One trace that every SDK under test sends: a server span of 2 s with attributes of several types, and a
// client span of 0.3 s that failed. python/send_checkout.py sends the same.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { AllInOne } from './all-in-one.ts';
import { PYTHON, SEND_CHECKOUT } from './python-sdk.ts';

export interface Sender {
  readonly title: string;
  /** Resolves with the trace id once the SDK has flushed. */
  send(server: AllInOne, service: string): Promise<string>;
}

export const SENDERS: readonly Sender[] = [
  node('Node SDK over gRPC', (server) => new GrpcExporter({ url: `http://${server.otlpGrpc}` })),
  node('Node SDK over HTTP with protobuf', (server) => new ProtoExporter({ url: `${server.otlpHttp}/v1/traces` })),
  node('Node SDK over HTTP with JSON', (server) => new JsonExporter({ url: `${server.otlpHttp}/v1/traces` })),
  { title: 'Python SDK over gRPC', send: (server, service) => python('grpc', `http://${server.otlpGrpc}`, service) },
  { title: 'Python SDK over HTTP', send: (server, service) => python('http', server.otlpHttp, service) },
];

function node(title: string, exporterTo: (server: AllInOne) => SpanExporter): Sender {
  return {
    title,
    async send(server, service) {
      const resource = resourceFromAttributes({ 'service.name': service, deployment: 'e2e' });
      const exporter = exporterTo(server);
      const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter })] });
      const root = recordCheckout(provider.getTracer('checkout', '1.2.3'));
      await provider.forceFlush();
      await provider.shutdown();
      return root.spanContext().traceId;
    },
  };
}

function recordCheckout(tracer: Tracer): Span {
  const startMs = Date.now() - 10_000;
  const root = tracer.startSpan('GET /checkout', {
    kind: SpanKind.SERVER,
    startTime: startMs,
    attributes: { 'order.size': 3, 'order.rush': true, 'order.total': 12.5, 'order.items': ['pen', 'ink'] },
  });
  const within = trace.setSpan(context.active(), root);
  const child = tracer.startSpan('SELECT orders', { kind: SpanKind.CLIENT, startTime: startMs + 100 }, within);
  child.addEvent('retry', { attempt: 2 }, startMs + 200);
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'deadlock' });
  child.end(startMs + 400);
  root.end(startMs + 2_000);
  return root;
}

async function python(protocol: string, endpoint: string, service: string): Promise<string> {
  const { stdout } = await promisify(execFile)(PYTHON, [SEND_CHECKOUT, protocol, endpoint, service], {
    timeout: 30_000,
  });
  return stdout.trim();
}

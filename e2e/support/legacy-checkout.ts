// The checkout trace as the clients of Jaeger and Zipkin send it, every one as its users install it: a server
// span of 2 s (Zipkin in Python: as long as it takes) and a client span below it that failed, with an event.
import { execFile } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { promisify } from 'node:util';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { JaegerExporter } from '@opentelemetry/exporter-jaeger';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import jaeger, { type ReporterConfig } from 'jaeger-client';
import { Resource } from 'opentelemetry-resources-1';
import * as zipkin from 'zipkin';
import zipkinHttp from 'zipkin-transport-http';
import type { AllInOne } from './all-in-one.ts';
import { GO_CLIENTS } from './go-clients.ts';
import { LEGACY_PYTHON, SEND_LEGACY_CHECKOUT, THRIFT_PYTHON } from './python-sdk.ts';

/** How a client can say numbers and truth: JavaScript's Jaeger clients send every number as a double, Zipkin's all as text. */
export type TagTypes = 'typed' | 'doubles' | 'texts' | 'texts and booleans';

/** Where the tag `deployment` of the process ends up: some exporters repeat a process' tags on every span instead. */
type ProcessTag = 'process' | 'span' | 'both' | 'nowhere';

export interface LegacySender {
  readonly title: string;
  readonly tagTypes: TagTypes;
  /** Of `@jaeger@format`; '' = no such tag. */
  readonly format: string;
  readonly processTag: ProcessTag;
  /** Resolves with the trace id once the client says it has sent everything. */
  readonly send: (server: AllInOne, service: string) => Promise<string>;
}

const DURATIONS_MS = { start: 0, child: 100, event: 200, childEnd: 400, end: 2_000 };

export const LEGACY_SENDERS: readonly LegacySender[] = [
  jaegerClient('npm jaeger-client over UDP, ids of 64 bits', 'proto', false, (server) => ({
    agentHost: '127.0.0.1',
    agentPort: server.udp[6832]!,
  })),
  jaegerClient('npm jaeger-client over HTTP', 'jaeger', true, (server) => ({
    collectorEndpoint: `${server.jaegerHttp}/api/traces`,
  })),
  python('Python jaeger-client over UDP', 'typed', 'process', 'proto', 'jaeger-client', (server) => udp(server, 6831)),
  go('jaeger-client-go over UDP', 'typed', 'process', 'proto', 'udp', (server) => udp(server, 6831)),
  go('jaeger-client-go over HTTP', 'typed', 'process', 'jaeger', 'http', (server) => server.jaegerHttp),
  go('jaeger-client-go in Zipkin thrift', 'texts and booleans', 'span', '', 'zipkin', (server) => server.zipkin),
  python('Python OpenTelemetry Jaeger exporter over gRPC', 'typed', 'both', 'proto', 'otel-jaeger-grpc', (server) => {
    return server.jaegerGrpc;
  }),
  python('Python OpenTelemetry Jaeger exporter over HTTP', 'typed', 'span', 'jaeger', 'otel-jaeger-http', (server) => {
    return server.jaegerHttp;
  }),
  openTelemetry('Node OpenTelemetry Jaeger exporter over UDP', 'proto', (server) => {
    return new JaegerExporter({ host: '127.0.0.1', port: server.udp[6832]! });
  }),
  openTelemetry('Node OpenTelemetry Jaeger exporter over HTTP', 'jaeger', (server) => {
    return new JaegerExporter({ endpoint: `${server.jaegerHttp}/api/traces` });
  }),
  openTelemetry('Node OpenTelemetry Zipkin exporter', '', (server, service) => {
    return new ZipkinExporter({ url: `${server.zipkin}/api/v2/spans`, serviceName: service });
  }),
  npmZipkin('npm zipkin, v2 JSON', '/api/v2/spans', zipkin.jsonEncoder.JSON_V2),
  npmZipkin('npm zipkin, v1 JSON', '/api/v1/spans', zipkin.jsonEncoder.JSON_V1),
  python('py-zipkin, v2 JSON', 'texts', 'nowhere', '', 'py-zipkin-json', (server) => server.zipkin),
  python('py-zipkin, v1 thrift', 'texts', 'nowhere', '', 'py-zipkin-thrift', (server) => server.zipkin),
];

function udp(server: AllInOne, port: number): string {
  return `127.0.0.1:${server.udp[port]}`;
}

function jaegerClient(
  title: string,
  format: string,
  traceId128bit: boolean,
  reporterOf: (server: AllInOne) => ReporterConfig,
): LegacySender {
  return {
    title,
    tagTypes: 'doubles',
    format,
    processTag: 'process',
    async send(server, service) {
      const tracer = jaeger.initTracer(
        {
          serviceName: service,
          sampler: { type: 'const', param: 1 },
          reporter: reporterOf(server),
        },
        { traceId128bit, tags: { deployment: 'e2e' } },
      );
      const startMs = Date.now() - 10_000;
      const at = (name: keyof typeof DURATIONS_MS): number => startMs + DURATIONS_MS[name];
      const root = tracer.startSpan('GET /checkout', {
        startTime: startMs,
        tags: { 'span.kind': 'server', 'order.size': 3, 'order.rush': true, 'order.total': 12.5 },
      });
      const child = tracer.startSpan('SELECT orders', {
        childOf: root,
        startTime: at('child'),
        tags: { 'span.kind': 'client', error: true },
      });
      child.log({ event: 'retry', attempt: 2 }, at('event'));
      child.finish(at('childEnd'));
      root.finish(at('end'));
      await new Promise<void>((resolve) => tracer.close(() => resolve()));
      // It prints ids without their leading zeros.
      return root
        .context()
        .toTraceId()
        .padStart(traceId128bit ? 32 : 16, '0');
    },
  };
}

function openTelemetry(
  title: string,
  format: string,
  exporterTo: (server: AllInOne, service: string) => SpanExporter,
): LegacySender {
  return {
    title,
    tagTypes: format === '' ? 'texts' : 'doubles',
    format,
    processTag: 'span',
    async send(server, service) {
      const resource = new Resource({ 'service.name': service, deployment: 'e2e' });
      const provider = new BasicTracerProvider({ resource });
      provider.addSpanProcessor(new BatchSpanProcessor(exporterTo(server, service)));
      const tracer = provider.getTracer('checkout', '1.2.3');
      const startMs = Date.now() - 10_000;
      const at = (name: keyof typeof DURATIONS_MS): number => startMs + DURATIONS_MS[name];
      const root = tracer.startSpan('GET /checkout', {
        kind: SpanKind.SERVER,
        startTime: startMs,
        attributes: { 'order.size': 3, 'order.rush': true, 'order.total': 12.5 },
      });
      const within = trace.setSpan(context.active(), root);
      const child = tracer.startSpan('SELECT orders', { kind: SpanKind.CLIENT, startTime: at('child') }, within);
      child.addEvent('retry', { attempt: 2 }, at('event'));
      child.setStatus({ code: SpanStatusCode.ERROR, message: 'deadlock' });
      child.end(at('childEnd'));
      root.end(at('end'));
      await provider.forceFlush();
      await provider.shutdown();
      return root.spanContext().traceId;
    },
  };
}

function npmZipkin(title: string, path: string, jsonEncoder: zipkin.JsonEncoder): LegacySender {
  return {
    title,
    tagTypes: 'texts',
    format: '',
    processTag: 'nowhere',
    async send(server, service) {
      const logger = new zipkinHttp.HttpLogger({ endpoint: `${server.zipkin}${path}`, jsonEncoder, httpInterval: 50 });
      if (!(logger instanceof EventEmitter)) throw new Error('the logger no longer tells when it has sent');
      const sent = new Promise<void>((resolve, reject) => {
        logger.on('success', () => resolve());
        logger.on('error', reject);
      });
      const recorder = new zipkin.BatchRecorder({ logger });
      const ctxImpl = new zipkin.ExplicitContext();
      const tracer = new zipkin.Tracer({ ctxImpl, recorder, localServiceName: service, traceId128Bit: true });
      const traceId = ctxImpl.scoped(() => recordZipkin(tracer, service));
      await sent;
      return traceId;
    },
  };
}

/** Both spans of the trace; answers its id. */
function recordZipkin(tracer: zipkin.Tracer, service: string): string {
  const root = tracer.createRootId();
  tracer.setId(root);
  tracer.recordServiceName(service);
  tracer.recordRpc('GET /checkout');
  tracer.recordAnnotation(new zipkin.Annotation.ServerRecv());
  for (const [key, value] of [
    ['order.size', '3'],
    ['order.rush', 'true'],
    ['order.total', '12.5'],
  ] as const) {
    tracer.recordBinary(key, value);
  }
  const child = tracer.createChildId(root);
  tracer.letId(child, () => {
    tracer.recordServiceName(service);
    tracer.recordRpc('SELECT orders');
    tracer.recordAnnotation(new zipkin.Annotation.ClientSend());
    tracer.recordMessage('retry');
    tracer.recordBinary('error', 'deadlock');
    tracer.recordAnnotation(new zipkin.Annotation.ClientRecv());
  });
  tracer.recordAnnotation(new zipkin.Annotation.ServerSend());
  return root.traceId;
}

function python(
  title: string,
  tagTypes: TagTypes,
  processTag: ProcessTag,
  format: string,
  client: string,
  endpointOf: (server: AllInOne) => string,
): LegacySender {
  const interpreter = client === 'py-zipkin-thrift' ? THRIFT_PYTHON : LEGACY_PYTHON;
  // The generated code of the gRPC exporter is older than the protobuf that its own dependencies allow.
  const env = { ...process.env, PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: 'python', PYTHONWARNINGS: 'ignore' };
  return {
    title,
    tagTypes,
    format,
    processTag,
    send: (server, service) => run(interpreter, [SEND_LEGACY_CHECKOUT, client, endpointOf(server), service], env),
  };
}

function go(
  title: string,
  tagTypes: TagTypes,
  processTag: ProcessTag,
  format: string,
  protocol: string,
  addressOf: (server: AllInOne) => string,
): LegacySender {
  return {
    title,
    tagTypes,
    format,
    processTag,
    send: (server, service) => run(GO_CLIENTS, [protocol, addressOf(server), service], process.env),
  };
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: 30_000, env });
  return stdout.trim();
}

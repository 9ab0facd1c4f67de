// The sample spans as Zipkin clients send them, in JSON of both versions: what the process is called with is a tag on
// every span, as OpenTelemetry's exporter writes it. Written plainly; not measured.
import type { AttributeValue, Span, Trace } from '@spoor/core';

const HOST = { serviceName: 'checkout', ipv4: '10.1.2.3', port: 8080 };
const KINDS: readonly (string | undefined)[] = [undefined, undefined, 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

export function zipkinV2Json(traces: readonly Trace[]): Uint8Array {
  return json(traces, (span) => ({
    ...idsOf(span),
    kind: KINDS[span.kind],
    name: span.name,
    ...timesOf(span),
    localEndpoint: HOST,
    annotations: span.events.map((event) => ({ timestamp: event.timeUs, value: event.name })),
    tags: Object.fromEntries(tagsOf(span)),
  }));
}

export function zipkinV1Json(traces: readonly Trace[]): Uint8Array {
  return json(traces, (span) => ({
    ...idsOf(span),
    name: span.name,
    ...timesOf(span),
    annotations: [
      { timestamp: span.startUs, value: span.kind === 2 ? 'sr' : 'cs', endpoint: HOST },
      { timestamp: span.startUs + 1, value: span.kind === 2 ? 'ss' : 'cr', endpoint: HOST },
    ],
    binaryAnnotations: tagsOf(span).map(([key, value]) => ({ key, value, endpoint: HOST })),
  }));
}

function json(traces: readonly Trace[], write: (span: Span) => unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(traces.flatMap(({ spans }) => spans.map(write))));
}

function idsOf(span: Span): Record<string, string> {
  const ids = { traceId: span.traceId, id: span.spanId };
  return span.parentSpanId === '' ? ids : { ...ids, parentId: span.parentSpanId };
}

function timesOf(span: Span): Record<string, number> {
  return { timestamp: span.startUs, duration: Math.round(span.durationNs / 1000) };
}

function tagsOf(span: Span): (readonly [key: string, value: string])[] {
  return [...span.attributes, ...span.resource.attributes].map(({ key, value }) => [key, textOf(value)]);
}

function textOf(value: AttributeValue): string {
  if (value.type === 'string') return value.value;
  return value.type === 'int' || value.type === 'bool' || value.type === 'double' ? String(value.value) : '';
}

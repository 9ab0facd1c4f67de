// Traces to one OTLP TracesData message. Everything the read model holds is kept; what it sanitised stays
// sanitised, and warnings travel in Jaeger's reserved attribute. Zero ids are written as zero bytes.
import type { Resource, Scope, Span, SpanEvent, SpanLink, Trace } from '@spoor/core';
import { nanosHigh, nanosLow } from '../protobuf/nanos.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { groupSpans } from './group-spans.ts';
import { writeAttributes } from './value-writer.ts';
import { warningsAttribute } from './warnings.ts';

/** Spans with the same resource object share a ResourceSpans, those with the same scope object a ScopeSpans, in order of first appearance. */
export function encodeOtlpProto(traces: readonly Trace[]): Uint8Array {
  const w = new ProtoWriter();
  for (const [resource, scopes] of groupSpans(traces)) {
    const resourceSpans = w.open(1);
    writeResource(w, resource);
    for (const [scope, spans] of scopes) {
      const scopeSpans = w.open(2);
      writeScope(w, scope);
      for (const span of spans) writeSpan(w, span);
      if (scope.schemaUrl !== '') w.text(3, scope.schemaUrl);
      w.close(scopeSpans);
    }
    if (resource.schemaUrl !== '') w.text(3, resource.schemaUrl);
    w.close(resourceSpans);
  }
  return w.finish();
}

function writeResource(w: ProtoWriter, resource: Resource): void {
  const message = w.open(1);
  writeAttributes(w, 1, resource.attributes);
  writeCount(w, 2, resource.droppedAttributesCount);
  w.close(message);
}

function writeScope(w: ProtoWriter, scope: Scope): void {
  const message = w.open(1);
  writeText(w, 1, scope.name);
  writeText(w, 2, scope.version);
  writeAttributes(w, 3, scope.attributes);
  writeCount(w, 4, scope.droppedAttributesCount);
  w.close(message);
}

function writeSpan(w: ProtoWriter, span: Span): void {
  const message = w.open(2);
  const { startUs, startNsRem, durationNs } = span;
  w.hex(1, span.traceId);
  w.hex(2, span.spanId);
  writeText(w, 3, span.traceState);
  if (span.parentSpanId !== '') w.hex(4, span.parentSpanId);
  writeText(w, 5, span.name);
  if (span.kind !== 0) w.int(6, span.kind);
  w.fixed64(7, nanosLow(startUs, startNsRem, 0), nanosHigh(startUs, startNsRem, 0));
  w.fixed64(8, nanosLow(startUs, startNsRem, durationNs), nanosHigh(startUs, startNsRem, durationNs));
  writeAttributes(w, 9, span.attributes);
  if (span.warnings.length > 0) writeAttributes(w, 9, [warningsAttribute(span.warnings)]);
  writeCount(w, 10, span.droppedAttributesCount);
  for (const event of span.events) writeEvent(w, event);
  writeCount(w, 12, span.droppedEventsCount);
  for (const link of span.links) writeLink(w, link);
  writeCount(w, 14, span.droppedLinksCount);
  writeStatus(w, span);
  if (span.flags !== 0) w.fixed32(16, span.flags);
  w.close(message);
}

function writeEvent(w: ProtoWriter, event: SpanEvent): void {
  const message = w.open(11);
  w.fixed64(1, nanosLow(event.timeUs, event.timeNsRem, 0), nanosHigh(event.timeUs, event.timeNsRem, 0));
  writeText(w, 2, event.name);
  writeAttributes(w, 3, event.attributes);
  writeCount(w, 4, event.droppedAttributesCount);
  w.close(message);
}

function writeLink(w: ProtoWriter, link: SpanLink): void {
  const message = w.open(13);
  w.hex(1, link.traceId);
  w.hex(2, link.spanId);
  writeText(w, 3, link.traceState);
  writeAttributes(w, 4, link.attributes);
  writeCount(w, 5, link.droppedAttributesCount);
  if (link.flags !== 0) w.fixed32(6, link.flags);
  w.close(message);
}

function writeStatus(w: ProtoWriter, span: Span): void {
  if (span.statusCode === 0 && span.statusMessage === '') return;
  const message = w.open(15);
  writeText(w, 2, span.statusMessage);
  if (span.statusCode !== 0) w.int(3, span.statusCode);
  w.close(message);
}

function writeText(w: ProtoWriter, field: number, text: string): void {
  if (text !== '') w.text(field, text);
}

function writeCount(w: ProtoWriter, field: number, count: number): void {
  if (count !== 0) w.uint(field, count);
}

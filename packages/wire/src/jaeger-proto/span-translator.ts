// A span as plain objects to a jaeger.api_v2 Span: for spans that came in another format than Jaeger's, and for native
// ones with what the quick way does not know. What Jaeger has no field for becomes tags, in Jaeger's order; link and
// scope attributes, OTLP's flags, schema URLs and dropped counts are lost.
import { type Attribute, SPAN_KINDS, type Span, type SpanEvent, type SpanLink, STATUS_ERROR } from '@spoor/core';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { FOLLOWS_FROM } from './fields.ts';
import { writeDuration, writeTag, writeTextTag, writeTimestamp } from './tag-writer.ts';

const TAGS = 8;
const LOG_FIELDS = 2;
const STATUS_TEXTS: readonly string[] = ['', 'OK', 'ERROR'];
const REF_TYPE_KEY = 'opentracing.ref_type';

/** The fields of the Span. */
export function writeSpan(w: ProtoWriter, span: Span): void {
  w.hex(1, span.traceId);
  w.hex(2, span.spanId);
  if (span.name !== '') w.text(3, span.name);
  writeReferences(w, span);
  if (span.native && span.flags !== 0) w.uint(5, span.flags);
  writeTimestamp(w, 6, span.startUs, span.startNsRem);
  writeDuration(w, 7, span.durationNs);
  writeTags(w, span);
  for (const event of span.events) writeLog(w, event, span.native);
  for (const warning of span.warnings) w.text(12, warning);
}

/** The parent leads; a link to it only says its type. */
function writeReferences(w: ProtoWriter, span: Span): void {
  const { traceId, parentSpanId } = span;
  const hasParent = !span.native && parentSpanId !== '';
  const isToParent = (link: SpanLink): boolean => hasParent && link.spanId === parentSpanId && link.traceId === traceId;
  if (hasParent) writeReference(w, traceId, parentSpanId, refType(span.links.findLast(isToParent)));
  for (const link of span.links) {
    if (!isToParent(link)) writeReference(w, link.traceId, link.spanId, refType(link));
  }
}

/** No link is a parent without one. */
function refType(link: SpanLink | undefined): number {
  if (link === undefined) return 0;
  const value = link.attributes.find(({ key }) => key === REF_TYPE_KEY)?.value;
  return value?.type === 'string' && value.value === 'child_of' ? 0 : FOLLOWS_FROM;
}

function writeReference(w: ProtoWriter, traceId: string, spanId: string, type: number): void {
  const reference = w.open(4);
  w.hex(1, traceId);
  w.hex(2, spanId);
  if (type !== 0) w.uint(3, type);
  w.close(reference);
}

function writeTags(w: ProtoWriter, span: Span): void {
  if (!span.native) {
    writeTextTag(w, TAGS, 'otel.scope.name', span.scope.name);
    writeTextTag(w, TAGS, 'otel.scope.version', span.scope.version);
  }
  for (const attribute of span.attributes) writeTag(w, TAGS, attribute);
  if (span.native) return;
  writeTextTag(w, TAGS, 'span.kind', SPAN_KINDS[span.kind] ?? '');
  writeTextTag(w, TAGS, 'otel.status_code', STATUS_TEXTS[span.statusCode] ?? '');
  if (span.statusCode === STATUS_ERROR) writeTag(w, TAGS, { key: 'error', value: { type: 'bool', value: true } });
  writeTextTag(w, TAGS, 'otel.status_description', span.statusMessage);
  writeTextTag(w, TAGS, 'w3c.tracestate', span.traceState);
}

/** The event's name leads as field `event`, unless a field of that key says it. */
function writeLog(w: ProtoWriter, event: SpanEvent, isNative: boolean): void {
  const log = w.open(9);
  writeTimestamp(w, 1, event.timeUs, event.timeNsRem);
  const isNamed = isNative || event.attributes.some(isEventField);
  if (!isNamed) writeTextTag(w, LOG_FIELDS, 'event', event.name);
  for (const attribute of event.attributes) writeTag(w, LOG_FIELDS, attribute);
  w.close(log);
}

function isEventField({ key }: Attribute): boolean {
  return key === 'event';
}

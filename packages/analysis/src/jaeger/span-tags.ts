// A span's tags, logs and warnings as Jaeger shows them. A native span's are verbatim; a span that came as
// OTLP gets tags for what Jaeger has no field for. Scope attributes, flags, schema URLs and dropped counts
// do not show in Jaeger's model at all. Nothing here is sorted: see `sortTags`.
import { type Attribute, SPAN_KINDS, type Span, type SpanEvent, STATUS_ERROR } from '@spoor/core';
import { type JaegerTag, tagOf } from './tag.ts';
import { valueText } from './value-text.ts';

/** Holds warnings on their way through OTLP; shown as warnings, never as a tag. */
export const WARNINGS_KEY = '@jaeger@warnings';

/** The text that OTLP status codes 0, 1, 2 have in the tag otel.status_code; '' = no tag. */
export const STATUS_TEXTS: readonly string[] = ['', 'OK', 'ERROR'];

/** In the order of a raw answer; duplicate keys are kept. */
export function jaegerTags(span: Span): JaegerTag[] {
  if (span.native) return span.attributes.map(tagOf);
  const tags: JaegerTag[] = [];
  pushText(tags, 'otel.scope.name', span.scope.name);
  pushText(tags, 'otel.scope.version', span.scope.version);
  for (const attribute of span.attributes) {
    if (!holdsWarnings(attribute)) tags.push(tagOf(attribute));
  }
  pushText(tags, 'span.kind', SPAN_KINDS[span.kind] ?? '');
  pushText(tags, 'otel.status_code', STATUS_TEXTS[span.statusCode] ?? '');
  if (span.statusCode === STATUS_ERROR) tags.push({ key: 'error', type: 'bool', value: true });
  pushText(tags, 'otel.status_description', span.statusMessage);
  pushText(tags, 'w3c.tracestate', span.traceState);
  return tags;
}

function pushText(tags: JaegerTag[], key: string, value: string): void {
  if (value !== '') tags.push({ key, type: 'string', value });
}

/** The event's name leads as field `event`, unless the name is empty or an attribute has that key. */
export function jaegerLogFields(event: SpanEvent): JaegerTag[] {
  const fields = event.attributes.map(tagOf);
  if (hasNameField(event)) fields.unshift({ key: 'event', type: 'string', value: event.name });
  return fields;
}

/** Whether the event's name shows as a field of its own. */
export function hasNameField(event: SpanEvent): boolean {
  return event.name !== '' && !event.attributes.some((attribute) => attribute.key === 'event');
}

/** What the sender put into `@jaeger@warnings` (OTLP only), then the span's own. */
export function jaegerWarnings(span: Span): string[] {
  if (span.native) return [...span.warnings];
  const sent = span.attributes.filter(holdsWarnings).flatMap(warningTexts);
  return [...sent, ...span.warnings];
}

/** An empty list holds none and is a tag like any other. */
function holdsWarnings({ key, value }: Attribute): boolean {
  return key === WARNINGS_KEY && !(value.type === 'array' && value.value.length === 0);
}

function warningTexts({ value }: Attribute): string[] {
  if (value.type !== 'array') return [valueText(value)];
  return value.value.map((item) => (item.type === 'string' ? item.value : ''));
}

/** Jaeger's flag bits: 1 sampled, 2 debug, 8 firehose. Always 0 for OTLP, whose flags Jaeger's model drops. */
export function jaegerFlags(span: Span): number {
  return span.native ? span.flags : 0;
}

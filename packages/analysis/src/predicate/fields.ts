// The closed vocabulary of built-in fields: level, name, type, and how to read one. A field that a span may
// lack (parent, trace state, status message, scope name, …) is absent when its text is empty.
import { type Level, SPAN_KINDS, type Span, type SpanEvent, type SpanLink } from '@spoor/core';
import type { Value } from './value.ts';

/** `word` = one of a fixed list of words: text without an order. */
export type FieldType = 'text' | 'word' | 'duration' | 'time';

export type Field =
  | { readonly level: 'span'; readonly type: FieldType; readonly of: (span: Span) => Value | null }
  | { readonly level: 'event'; readonly type: FieldType; readonly of: (event: SpanEvent, span: Span) => Value | null }
  | { readonly level: 'link'; readonly type: FieldType; readonly of: (link: SpanLink) => Value | null };

const KIND_WORDS: readonly string[] = SPAN_KINDS.map((kind) => kind || 'unspecified');
const STATUS_WORDS: readonly string[] = ['unset', 'ok', 'error'];

/** The words that kind and status are written with. */
export const FIELD_WORDS: Readonly<Record<string, readonly string[]>> = { kind: KIND_WORDS, status: STATUS_WORDS };

const text = (value: string): Value => ({ type: 'string', value });
const optional = (value: string): Value | null => (value === '' ? null : { type: 'string', value });

function onSpan(type: FieldType, of: (span: Span) => Value | null): Field {
  return { level: 'span', type, of };
}

function endOf(span: Span): Value {
  const ns = span.startNsRem + span.durationNs;
  return { type: 'time', us: span.startUs + Math.floor(ns / 1000), nsRem: ns % 1000 };
}

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['span.traceID', onSpan('text', (span) => text(span.traceId))],
  ['span.spanID', onSpan('text', (span) => text(span.spanId))],
  ['span.parentSpanID', onSpan('text', (span) => optional(span.parentSpanId))],
  ['span.traceState', onSpan('text', (span) => optional(span.traceState))],
  ['span.name', onSpan('text', (span) => text(span.name))],
  ['span.kind', onSpan('word', (span) => text(KIND_WORDS[span.kind] ?? KIND_WORDS[0]!))],
  ['span.startTime', onSpan('time', (span) => ({ type: 'time', us: span.startUs, nsRem: span.startNsRem }))],
  ['span.endTime', onSpan('time', endOf)],
  ['span.duration', onSpan('duration', (span) => ({ type: 'duration', ns: span.durationNs }))],
  ['span.status', onSpan('word', (span) => text(STATUS_WORDS[span.statusCode] ?? STATUS_WORDS[0]!))],
  ['span.statusMessage', onSpan('text', (span) => optional(span.statusMessage))],
  ['resource.service', onSpan('text', (span) => text(span.resource.serviceName))],
  ['resource.schemaURL', onSpan('text', (span) => optional(span.resource.schemaUrl))],
  ['scope.name', onSpan('text', (span) => optional(span.scope.name))],
  ['scope.version', onSpan('text', (span) => optional(span.scope.version))],
  ['scope.schemaURL', onSpan('text', (span) => optional(span.scope.schemaUrl))],
  ['event.name', { level: 'event', type: 'text', of: (event) => text(event.name) }],
  [
    'event.time',
    { level: 'event', type: 'time', of: (event) => ({ type: 'time', us: event.timeUs, nsRem: event.timeNsRem }) },
  ],
  ['event.timeSinceStart', { level: 'event', type: 'duration', of: sinceStart }],
  ['link.traceID', { level: 'link', type: 'text', of: (link) => text(link.traceId) }],
  ['link.spanID', { level: 'link', type: 'text', of: (link) => text(link.spanId) }],
  ['link.traceState', { level: 'link', type: 'text', of: (link) => optional(link.traceState) }],
]);

function sinceStart(event: SpanEvent, span: Span): Value {
  return { type: 'duration', ns: (event.timeUs - span.startUs) * 1000 + event.timeNsRem - span.startNsRem };
}

/** null when there is no such field. */
export function fieldOf(level: Level, name: string): Field | null {
  return FIELDS.get(`${level}.${name}`) ?? null;
}

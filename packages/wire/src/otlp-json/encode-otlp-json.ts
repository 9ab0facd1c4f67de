// A trace to TracesData in proto3 JSON, as Jaeger's api_v3 answers it: lowerCamel names, hex ids, 64-bit
// integers as strings, enums as numbers. `resource`, `scope` and `status` are there even when empty.
import type { Attribute, Resource, Scope, Span, SpanEvent, SpanLink, Trace } from '@spoor/core';
import { groupSpans } from '../otlp/group-spans.ts';
import { warningsAttribute } from '../otlp/warnings.ts';
import { nanosHigh, nanosLow } from '../protobuf/nanos.ts';
import { JsonObject } from './json-writer.ts';

const SERVICE_NAME = 'service.name';

/**
 * Spans with the same resource object share a resourceSpans, those with the same scope object a scopeSpans,
 * in order of first appearance. Everything the read model holds is kept; warnings are an attribute.
 */
export function encodeOtlpJson(trace: Trace): string {
  const all = [...groupSpans([trace])].map(([resource, scopes]) => resourceSpansJson(resource, scopes));
  return `{"resourceSpans":[${all.join(',')}]}`;
}

function resourceSpansJson(resource: Resource, scopes: ReadonlyMap<Scope, readonly Span[]>): string {
  const object = new JsonObject();
  object.raw('resource', resourceJson(resource));
  object.list(
    'scopeSpans',
    [...scopes].map(([scope, spans]) => scopeSpansJson(scope, spans)),
  );
  object.text('schemaUrl', resource.schemaUrl);
  return object.end();
}

function resourceJson(resource: Resource): string {
  const object = new JsonObject();
  object.attributes(withServiceName(resource));
  object.number('droppedAttributesCount', resource.droppedAttributesCount);
  return object.end();
}

/** The service name as it was sanitised, in the place of what was sent. */
function withServiceName({ attributes, serviceName }: Resource): readonly Attribute[] {
  const names = attributes.filter(({ key }) => key === SERVICE_NAME);
  if (names.some(({ value }) => value.type === 'string' && value.value === serviceName)) return attributes;
  const sanitised: Attribute = { key: SERVICE_NAME, value: { type: 'string', value: serviceName } };
  if (names.length === 0) return [...attributes, sanitised];
  return attributes.map((attribute) => (attribute === names[0] ? sanitised : attribute));
}

function scopeSpansJson(scope: Scope, spans: readonly Span[]): string {
  const object = new JsonObject();
  object.raw('scope', scopeJson(scope));
  object.list('spans', spans.map(spanJson));
  object.text('schemaUrl', scope.schemaUrl);
  return object.end();
}

function scopeJson(scope: Scope): string {
  const object = new JsonObject();
  object.text('name', scope.name);
  object.text('version', scope.version);
  object.attributes(scope.attributes);
  object.number('droppedAttributesCount', scope.droppedAttributesCount);
  return object.end();
}

function spanJson(span: Span): string {
  const object = new JsonObject();
  const { startUs, startNsRem, warnings } = span;
  object.id('traceId', span.traceId);
  object.id('spanId', span.spanId);
  object.text('traceState', span.traceState);
  object.id('parentSpanId', span.parentSpanId);
  object.number('flags', span.flags);
  object.text('name', span.name);
  object.number('kind', span.kind);
  object.nanos('startTimeUnixNano', unsignedNanos(startUs, startNsRem, 0));
  object.nanos('endTimeUnixNano', unsignedNanos(startUs, startNsRem, span.durationNs));
  object.attributes(warnings.length === 0 ? span.attributes : [...span.attributes, warningsAttribute(warnings)]);
  object.number('droppedAttributesCount', span.droppedAttributesCount);
  object.list('events', span.events.map(eventJson));
  object.number('droppedEventsCount', span.droppedEventsCount);
  object.list('links', span.links.map(linkJson));
  object.number('droppedLinksCount', span.droppedLinksCount);
  object.raw('status', statusJson(span));
  return object.end();
}

function statusJson(span: Span): string {
  const object = new JsonObject();
  object.text('message', span.statusMessage);
  object.number('code', span.statusCode);
  return object.end();
}

function eventJson(event: SpanEvent): string {
  const object = new JsonObject();
  object.nanos('timeUnixNano', unsignedNanos(event.timeUs, event.timeNsRem, 0));
  object.text('name', event.name);
  object.attributes(event.attributes);
  object.number('droppedAttributesCount', event.droppedAttributesCount);
  return object.end();
}

function linkJson(link: SpanLink): string {
  const object = new JsonObject();
  object.id('traceId', link.traceId);
  object.id('spanId', link.spanId);
  object.text('traceState', link.traceState);
  object.attributes(link.attributes);
  object.number('droppedAttributesCount', link.droppedAttributesCount);
  object.number('flags', link.flags);
  return object.end();
}

/** As on the wire: a time before 1970 is its 64-bit pattern. */
function unsignedNanos(us: number, nsRem: number, plusNs: number): string {
  return ((BigInt(nanosHigh(us, nsRem, plusNs)) << 32n) | BigInt(nanosLow(us, nsRem, plusNs))).toString();
}

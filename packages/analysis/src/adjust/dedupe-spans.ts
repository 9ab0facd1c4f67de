// Adjuster 3. Exact duplicates are dropped, the first stays. Everything the model holds counts, so spans that
// differ only where Jaeger's model is blind (flags, link attributes) both stay.
import type { Attribute, AttributeValue, Resource, Scope, Span, Trace } from '@spoor/core';
import { inSlices } from './slices.ts';

export function* dedupeSpans(trace: Trace): Generator<void> {
  const ids = new Set<string>();
  const repeated = new Set<string>();
  yield* inSlices(trace.spans, (span) => {
    if (ids.has(span.spanId)) repeated.add(span.spanId);
    else ids.add(span.spanId);
  });
  if (repeated.size === 0) return;
  const seen = new Set<string>();
  const shared = new Map<Resource | Scope, string>();
  const kept: Span[] = [];
  yield* inSlices(trace.spans, (span) => {
    if (repeated.has(span.spanId)) {
      const content = contentKey(span, shared);
      if (seen.has(content)) return;
      seen.add(content);
    }
    kept.push(span);
  });
  trace.spans = kept;
}

type Part = string | number | boolean | null;

/**
 * The whole content as one unambiguous text: a flat list in which every collection starts with its length. The
 * engine hashes it with a seed, so no sender can make spans collide.
 */
function contentKey(span: Span, shared: Map<Resource | Scope, string>): string {
  const parts: Part[] = [
    span.traceId,
    span.spanId,
    span.parentSpanId,
    span.traceState,
    span.flags,
    span.name,
    span.kind,
  ];
  parts.push(span.startUs, span.startNsRem, span.durationNs, span.statusCode, span.statusMessage, span.native);
  parts.push(span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount);
  parts.push(sharedKey(span.resource, shared), sharedKey(span.scope, shared));
  addAttributes(parts, span.attributes);
  parts.push(span.events.length);
  for (const event of span.events) {
    parts.push(event.timeUs, event.timeNsRem, event.name, event.droppedAttributesCount);
    addAttributes(parts, event.attributes);
  }
  parts.push(span.links.length);
  for (const link of span.links) {
    parts.push(link.traceId, link.spanId, link.traceState, link.flags, link.droppedAttributesCount);
    addAttributes(parts, link.attributes);
  }
  for (const warning of span.warnings) parts.push(warning);
  return JSON.stringify(parts);
}

function sharedKey(part: Resource | Scope, shared: Map<Resource | Scope, string>): string {
  let key = shared.get(part);
  if (key === undefined) {
    const parts: Part[] = 'serviceName' in part ? [part.serviceName] : [part.name, part.version];
    parts.push(part.schemaUrl, part.droppedAttributesCount);
    addAttributes(parts, part.attributes);
    key = JSON.stringify(parts);
    shared.set(part, key);
  }
  return key;
}

function addAttributes(parts: Part[], attributes: readonly Attribute[]): void {
  parts.push(attributes.length);
  for (const attribute of attributes) {
    parts.push(attribute.key);
    addValue(parts, attribute.value);
  }
}

/** Values nest no deeper than decoders allow. */
function addValue(parts: Part[], value: AttributeValue): void {
  parts.push(value.type);
  switch (value.type) {
    case 'string':
    case 'bool':
      parts.push(value.value);
      return;
    case 'int':
      parts.push(String(value.value));
      return;
    case 'double': // JSON has no NaN, infinities or -0
      parts.push(Object.is(value.value, -0) ? '-0' : String(value.value));
      return;
    case 'bytes':
      parts.push(Buffer.from(value.value).toString('latin1'));
      return;
    case 'array':
      parts.push(value.value.length);
      for (const item of value.value) addValue(parts, item);
      return;
    case 'map':
      addAttributes(parts, value.value);
      return;
    case 'empty':
  }
}

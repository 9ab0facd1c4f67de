// Read-side spans to an OTLP TracesData message by protobufjs. Neighbours with equal resource or scope share
// one ResourceSpans or ScopeSpans, as an SDK would send them.
import { isDeepStrictEqual } from 'node:util';
import { type Attribute, type AttributeValue, bytesOfHex, type Span } from '@spoor/core';
import type protobuf from 'protobufjs/light.js';
import { otlpMessage } from './otlp-messages.ts';

type Fields = Record<string, unknown>;

const TRACES_DATA: protobuf.Type = otlpMessage('TracesData');

export function encodeSpans(spans: readonly Span[]): Uint8Array {
  // protobufjs answers a slice of its pool; a batch owns its bytes.
  return Uint8Array.from(TRACES_DATA.encode(TRACES_DATA.create({ resourceSpans: resourceSpansOf(spans) })).finish());
}

function resourceSpansOf(spans: readonly Span[]): Fields[] {
  const groups: Fields[] = [];
  let scopes: Fields[] = [];
  let members: Fields[] = [];
  let last: Span | null = null;
  for (const span of spans) {
    const sameResource = last !== null && isDeepStrictEqual(last.resource, span.resource);
    if (!sameResource) {
      scopes = [];
      groups.push({ resource: shared(span.resource), scopeSpans: scopes, schemaUrl: span.resource.schemaUrl });
    }
    if (!sameResource || last === null || !isDeepStrictEqual(last.scope, span.scope)) {
      members = [];
      const scope = { ...shared(span.scope), name: span.scope.name, version: span.scope.version };
      scopes.push({ scope, spans: members, schemaUrl: span.scope.schemaUrl });
    }
    members.push(spanMessage(span));
    last = span;
  }
  return groups;
}

function shared(part: { readonly attributes: readonly Attribute[]; readonly droppedAttributesCount: number }): Fields {
  return { attributes: part.attributes.map(keyValue), droppedAttributesCount: part.droppedAttributesCount };
}

function spanMessage(span: Span): Fields {
  const startNs = BigInt(span.startUs) * 1000n + BigInt(span.startNsRem);
  return {
    traceId: idBytes(span.traceId),
    spanId: idBytes(span.spanId),
    traceState: span.traceState,
    parentSpanId: idBytes(span.parentSpanId),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: longOf(startNs),
    endTimeUnixNano: longOf(startNs + BigInt(span.durationNs)),
    attributes: span.attributes.map(keyValue),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map((event) => ({
      ...shared(event),
      timeUnixNano: longOf(BigInt(event.timeUs) * 1000n + BigInt(event.timeNsRem)),
      name: event.name,
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map((link) => ({
      ...shared(link),
      traceId: idBytes(link.traceId),
      spanId: idBytes(link.spanId),
      traceState: link.traceState,
      flags: link.flags,
    })),
    droppedLinksCount: span.droppedLinksCount,
    status: { message: span.statusMessage, code: span.statusCode },
    flags: span.flags,
  };
}

function keyValue(attribute: Attribute): Fields {
  return { key: attribute.key, value: anyValue(attribute.value) };
}

function anyValue(value: AttributeValue): Fields {
  switch (value.type) {
    case 'string':
      return { stringValue: value.value };
    case 'bool':
      return { boolValue: value.value };
    case 'int':
      return { intValue: longOf(BigInt(value.value)) };
    case 'double':
      return { doubleValue: value.value };
    case 'bytes':
      return { bytesValue: value.value };
    case 'array':
      return { arrayValue: { values: value.value.map(anyValue) } };
    case 'map':
      return { kvlistValue: { values: value.value.map(keyValue) } };
    case 'empty':
      return {};
  }
}

function idBytes(hex: string): Uint8Array {
  const bytes = bytesOfHex(hex);
  if (bytes === null) throw new RangeError(`an id is hex digits, not "${hex}"`);
  return bytes;
}

/** protobufjs takes 64-bit numbers as two 32-bit halves; negative ones as their two's complement. */
function longOf(value: bigint): { low: number; high: number; unsigned: boolean } {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(BigInt.asIntN(32, bits)), high: Number(BigInt.asIntN(32, bits >> 32n)), unsigned: true };
}

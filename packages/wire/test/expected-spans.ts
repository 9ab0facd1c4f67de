// What the read model must say, computed the slow and obvious way from protobufjs' decoding: BigInt times,
// TextDecoder texts. Shares no code with src.
import type { Attribute, AttributeValue, Resource, Scope, Span, SpanEvent, SpanLink } from '@spoor/core';
import type { Message } from './oracle.ts';
import {
  bytesOf as bytes,
  hexOf as hex,
  listOf as list,
  lossyText as lossy,
  messageOf as message,
  numberOf as number,
  own,
  signedOf as signed,
  strictText as strict,
} from './oracle-fields.ts';

/** For a byte that is not UTF-8 inside a list or map. */
const MARK = '\udfff';

/** Every span of a TracesData message, in wire order. */
export function expectedSpans(tracesData: Message): Span[] {
  return list(tracesData, 'resource_spans').flatMap((resourceSpans) => {
    const resource = resourceOf(message(resourceSpans, 'resource'), lossy(bytes(resourceSpans, 'schema_url')));
    return list(resourceSpans, 'scope_spans').flatMap((scopeSpans) => {
      const scope = scopeOf(message(scopeSpans, 'scope'), lossy(bytes(scopeSpans, 'schema_url')));
      return list(scopeSpans, 'spans').map((span) => spanOf(span, resource, scope));
    });
  });
}

function resourceOf(m: Message, schemaUrl: string): Resource {
  return {
    serviceName: serviceNameOf(m),
    attributes: sanitised(list(m, 'attributes')),
    droppedAttributesCount: number(m, 'dropped_attributes_count'),
    schemaUrl,
  };
}

function serviceNameOf(m: Message): string {
  const found = list(m, 'attributes').find((entry) => lossy(bytes(entry, 'key')) === 'service.name');
  if (found === undefined) return 'missing-service-name';
  const value = message(found, 'value');
  if (value.value !== 'string_value') return 'service-name-wrong-type';
  const raw = bytes(value, 'string_value');
  return raw.length === 0 ? 'empty-service-name' : (strict(raw) ?? '');
}

function scopeOf(m: Message, schemaUrl: string): Scope {
  return {
    name: lossy(bytes(m, 'name')),
    version: lossy(bytes(m, 'version')),
    attributes: sanitised(list(m, 'attributes')),
    droppedAttributesCount: number(m, 'dropped_attributes_count'),
    schemaUrl,
  };
}

function spanOf(m: Message, resource: Resource, scope: Scope): Span {
  const startNs = signed(m, 'start_time_unix_nano');
  const endNs = signed(m, 'end_time_unix_nano');
  const nameBytes = bytes(m, 'name');
  const name = strict(nameBytes);
  const invalidName: Attribute[] =
    name === null ? [{ key: 'invalid-span-name', value: { type: 'bytes', value: nameBytes } }] : [];
  const status = message(m, 'status');
  const parent = hex(bytes(m, 'parent_span_id'));
  return {
    traceId: hex(bytes(m, 'trace_id')).padStart(32, '0'),
    spanId: hex(bytes(m, 'span_id')).padStart(16, '0'),
    parentSpanId: /^0*$/.test(parent) ? '' : parent,
    traceState: lossy(bytes(m, 'trace_state')),
    flags: number(m, 'flags'),
    name: name ?? 'invalid-span-name',
    kind: number(m, 'kind'),
    ...micros(startNs),
    durationNs: endNs > startNs ? Number(endNs - startNs) : 1,
    statusCode: number(status, 'code'),
    statusMessage: lossy(bytes(status, 'message')),
    attributes: sanitised(list(m, 'attributes'), invalidName),
    droppedAttributesCount: number(m, 'dropped_attributes_count'),
    events: list(m, 'events').map(eventOf),
    droppedEventsCount: number(m, 'dropped_events_count'),
    links: list(m, 'links').map(linkOf),
    droppedLinksCount: number(m, 'dropped_links_count'),
    resource,
    scope,
    warnings: endNs > startNs ? [] : [negativeDuration(startNs, endNs)],
    native: false,
  };
}

function eventOf(m: Message): SpanEvent {
  const { startUs, startNsRem } = micros(signed(m, 'time_unix_nano'));
  return {
    timeUs: startUs,
    timeNsRem: startNsRem,
    name: lossy(bytes(m, 'name')),
    attributes: list(m, 'attributes').map(attributeOf),
    droppedAttributesCount: number(m, 'dropped_attributes_count'),
  };
}

function linkOf(m: Message): SpanLink {
  return {
    traceId: hex(bytes(m, 'trace_id')).padStart(32, '0'),
    spanId: hex(bytes(m, 'span_id')).padStart(16, '0'),
    traceState: lossy(bytes(m, 'trace_state')),
    flags: number(m, 'flags'),
    attributes: list(m, 'attributes').map(attributeOf),
    droppedAttributesCount: number(m, 'dropped_attributes_count'),
  };
}

function sanitised(entries: readonly Message[], appended: readonly Attribute[] = []): Attribute[] {
  const kept: Attribute[] = [];
  const repaired: Attribute[] = [];
  for (const entry of entries) {
    const value = message(entry, 'value');
    const text = value.value === 'string_value' ? bytes(value, 'string_value') : null;
    const sane: AttributeValue =
      text !== null && strict(text) === null ? { type: 'bytes', value: text } : anyValueOf(value);
    const rawKey = bytes(entry, 'key');
    const key = strict(rawKey);
    if (key !== null) kept.push({ key, value: sane });
    else {
      const shown = sane.type === 'bytes' ? sane.value : Buffer.from(textOf(sane));
      const both = Buffer.concat([rawKey, Buffer.from(':'), shown]);
      repaired.push({
        key: `invalid-tag-key-${repaired.length + 1}`,
        value: { type: 'bytes', value: new Uint8Array(both) },
      });
    }
  }
  return [...kept, ...appended, ...repaired];
}

function attributeOf(entry: Message): Attribute {
  return { key: lossy(bytes(entry, 'key')), value: anyValueOf(message(entry, 'value')) };
}

function entryOf(entry: Message): Attribute {
  return { key: lossy(bytes(entry, 'key'), MARK), value: anyValueOf(message(entry, 'value'), MARK) };
}

function anyValueOf(m: Message, substitute = '\ufffd'): AttributeValue {
  switch (m.value) {
    case 'string_value':
      return { type: 'string', value: lossy(bytes(m, 'string_value'), substitute) };
    case 'bool_value':
      return { type: 'bool', value: own(m, 'bool_value') === true };
    case 'int_value': {
      const value = signed(m, 'int_value');
      const exact = value > -(2n ** 53n) && value < 2n ** 53n;
      return { type: 'int', value: exact ? Number(value) : value };
    }
    case 'double_value':
      return { type: 'double', value: number(m, 'double_value') };
    case 'array_value':
      return { type: 'array', value: list(message(m, 'array_value'), 'values').map((item) => anyValueOf(item, MARK)) };
    case 'kvlist_value':
      return { type: 'map', value: list(message(m, 'kvlist_value'), 'values').map(entryOf) };
    case 'bytes_value':
      return { type: 'bytes', value: bytes(m, 'bytes_value') };
    default:
      return { type: 'empty' };
  }
}

function textOf(value: AttributeValue): string {
  switch (value.type) {
    case 'empty':
      return '';
    case 'array':
      return `[${value.value.map(textOf).join(',')}]`;
    case 'map':
      return `{${value.value.map((entry) => `${entry.key}:${textOf(entry.value)}`).join(',')}}`;
    default:
      return String(value.value);
  }
}

function negativeDuration(startNs: bigint, endNs: bigint): string {
  return `Negative duration detected, sanitizing end timestamp. Original end timestamp: ${goTime(endNs)}, adjusted to: ${goTime(startNs + 1n)}`;
}

function goTime(ns: bigint): string {
  const nanos = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const iso = new Date(Number((ns - nanos) / 1_000_000n)).toISOString();
  const fraction = nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0')}`.replace(/0+$/, '');
  return `${iso.slice(0, 19).replace('T', ' ')}${fraction} +0000 UTC`;
}

function micros(ns: bigint): { startUs: number; startNsRem: number } {
  const remainder = ((ns % 1000n) + 1000n) % 1000n;
  return { startUs: Number((ns - remainder) / 1000n), startNsRem: Number(remainder) };
}

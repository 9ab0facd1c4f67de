// Spans for tables: every field has a dull default, values are written as plain JavaScript.
import type { Attribute, AttributeValue, Resource, Scope, Span, SpanEvent, SpanLink, Trace } from '@spoor/core';
import { adjust } from '../../src/index.ts';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const START_US = 1_768_471_200_000_000;

/** number = int; wrap a double in { double }, since 1 and 1.0 are one in JavaScript. */
export type Plain =
  | string
  | boolean
  | number
  | bigint
  | null
  | Uint8Array
  | readonly Plain[]
  | { double: number }
  | { map: Fields };
export interface Fields {
  readonly [key: string]: Plain;
}

export function value(plain: Plain): AttributeValue {
  if (plain === null) return { type: 'empty' };
  if (typeof plain === 'string') return { type: 'string', value: plain };
  if (typeof plain === 'boolean') return { type: 'bool', value: plain };
  if (typeof plain === 'number' || typeof plain === 'bigint') return { type: 'int', value: plain };
  if (plain instanceof Uint8Array) return { type: 'bytes', value: plain };
  if (isList(plain)) return { type: 'array', value: plain.map(value) };
  return 'double' in plain ? { type: 'double', value: plain.double } : { type: 'map', value: attributes(plain.map) };
}

function isList(plain: object): plain is readonly Plain[] {
  return Array.isArray(plain);
}

export function attribute(key: string, plain: Plain): Attribute {
  return { key, value: value(plain) };
}

export function attributes(fields: Fields): Attribute[] {
  return Object.entries(fields).map(([key, plain]) => attribute(key, plain));
}

/** '7' → '0000000000000007' */
export function id(short: string): string {
  return short.padStart(16, '0');
}

export function resource(serviceName: string, fields: Fields = {}): Resource {
  return {
    serviceName,
    attributes: attributes({ 'service.name': serviceName, ...fields }),
    droppedAttributesCount: 0,
    schemaUrl: '',
  };
}

export function scope(name = '', version = ''): Scope {
  return { name, version, attributes: [], droppedAttributesCount: 0, schemaUrl: '' };
}

export function event(name: string, fields: Fields = {}, timeUs: number = START_US): SpanEvent {
  return { name, timeUs, timeNsRem: 0, attributes: attributes(fields), droppedAttributesCount: 0 };
}

export function link(spanId: string, refType = '', traceId: string = TRACE_ID): SpanLink {
  const fields: Fields = refType === '' ? {} : { 'opentracing.ref_type': refType };
  return {
    traceId,
    spanId: id(spanId),
    traceState: '',
    flags: 0,
    attributes: attributes(fields),
    droppedAttributesCount: 0,
  };
}

/** Short ids are padded; `fields` become attributes. */
export function span(over: Partial<Span> & { readonly fields?: Fields } = {}): Span {
  const { fields = {}, ...rest } = over;
  const made: Span = {
    traceId: TRACE_ID,
    spanId: '1',
    parentSpanId: '',
    traceState: '',
    flags: 0,
    name: 'op',
    kind: 0,
    startUs: START_US,
    startNsRem: 0,
    durationNs: 1_000_000,
    statusCode: 0,
    statusMessage: '',
    attributes: attributes(fields),
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource: resource('svc'),
    scope: scope(),
    warnings: [],
    native: false,
    ...rest,
  };
  made.spanId = id(made.spanId);
  if (made.parentSpanId !== '') made.parentSpanId = id(made.parentSpanId);
  return made;
}

export function trace(...spans: Span[]): Trace {
  return { traceId: spans[0]?.traceId ?? TRACE_ID, spans };
}

/** Runs a generator to its end; @returns how often it yielded */
export function drain(steps: Iterable<void>): number {
  let count = 0;
  for (const _ of steps) count++;
  return count;
}

export function adjusted(input: Trace, maxClockSkewMs = 0): Trace {
  drain(adjust(input, { maxClockSkewMs }));
  return input;
}

export function keysOf(list: readonly { readonly key: string }[]): string[] {
  return list.map((each) => each.key);
}

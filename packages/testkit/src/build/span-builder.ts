// Test spans from what the test cares about. The result is core's read-side Span, so that what was built
// is also what reading must give back.
import { randomBytes } from 'node:crypto';
import { type Resource, type Scope, SPAN_KINDS, type Span, type SpanEvent, type SpanLink } from '@spoor/core';
import { type AttributesInput, attributesOf } from './attributes.ts';

export interface EventSpec {
  readonly name?: string;
  /** Unix µs; default: the span's start. */
  readonly timeUs?: number;
  readonly timeNsRem?: number;
  readonly attributes?: AttributesInput;
  readonly droppedAttributesCount?: number;
}

export interface LinkSpec {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceState?: string;
  readonly flags?: number;
  readonly attributes?: AttributesInput;
  readonly droppedAttributesCount?: number;
}

export interface ResourceSpec {
  readonly attributes?: AttributesInput;
  readonly schemaUrl?: string;
  readonly droppedAttributesCount?: number;
}

export interface ScopeSpec extends ResourceSpec {
  readonly name?: string;
  readonly version?: string;
}

export interface SpanSpec {
  /** 32 hex digits; default: random. */
  readonly traceId?: string;
  /** 16 hex digits; default: random. */
  readonly spanId?: string;
  /** 16 hex digits; default '' = a root. */
  readonly parentSpanId?: string;
  /** Sent as service.name, first among the resource's attributes; null = not sent. Default `service`. */
  readonly service?: string | null;
  /** Default `operation`. */
  readonly operation?: string;
  readonly kind?: '' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Unix µs; default 2026-01-15T10:00:00Z. */
  readonly startUs?: number;
  readonly startNsRem?: number;
  /** Default 1 ms. */
  readonly durationNs?: number;
  readonly status?: 'unset' | 'ok' | 'error';
  readonly statusMessage?: string;
  readonly attributes?: AttributesInput;
  readonly events?: readonly EventSpec[];
  readonly links?: readonly LinkSpec[];
  readonly resource?: ResourceSpec;
  readonly scope?: ScopeSpec;
  readonly traceState?: string;
  readonly flags?: number;
  readonly droppedAttributesCount?: number;
  readonly droppedEventsCount?: number;
  readonly droppedLinksCount?: number;
}

const DEFAULT_START_US = 1_768_471_200_000_000;
const STATUS_CODES: readonly string[] = ['unset', 'ok', 'error'];

export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

export function spanBuilder(spec: SpanSpec = {}): Span {
  const startUs = spec.startUs ?? DEFAULT_START_US;
  return {
    traceId: spec.traceId ?? newTraceId(),
    spanId: spec.spanId ?? newSpanId(),
    parentSpanId: spec.parentSpanId ?? '',
    traceState: spec.traceState ?? '',
    flags: spec.flags ?? 0,
    name: spec.operation ?? 'operation',
    kind: SPAN_KINDS.indexOf(spec.kind ?? ''),
    startUs,
    startNsRem: spec.startNsRem ?? 0,
    durationNs: spec.durationNs ?? 1_000_000,
    statusCode: STATUS_CODES.indexOf(spec.status ?? 'unset'),
    statusMessage: spec.statusMessage ?? '',
    attributes: attributesOf(spec.attributes ?? {}),
    droppedAttributesCount: spec.droppedAttributesCount ?? 0,
    events: (spec.events ?? []).map((event) => eventOf(event, startUs)),
    droppedEventsCount: spec.droppedEventsCount ?? 0,
    links: (spec.links ?? []).map(linkOf),
    droppedLinksCount: spec.droppedLinksCount ?? 0,
    resource: resourceOf(spec),
    scope: scopeOf(spec.scope ?? {}),
    warnings: [],
    native: false,
  };
}

function eventOf(event: EventSpec, spanStartUs: number): SpanEvent {
  return {
    timeUs: event.timeUs ?? spanStartUs,
    timeNsRem: event.timeNsRem ?? 0,
    name: event.name ?? '',
    attributes: attributesOf(event.attributes ?? {}),
    droppedAttributesCount: event.droppedAttributesCount ?? 0,
  };
}

function linkOf(link: LinkSpec): SpanLink {
  return {
    traceId: link.traceId ?? newTraceId(),
    spanId: link.spanId ?? newSpanId(),
    traceState: link.traceState ?? '',
    flags: link.flags ?? 0,
    attributes: attributesOf(link.attributes ?? {}),
    droppedAttributesCount: link.droppedAttributesCount ?? 0,
  };
}

function resourceOf(spec: SpanSpec): Resource {
  const service = spec.service === undefined ? 'service' : spec.service;
  const named = service === null ? [] : attributesOf({ 'service.name': service });
  return {
    // What wire makes of a name that was not sent or is empty.
    serviceName: service === null ? 'missing-service-name' : service === '' ? 'empty-service-name' : service,
    attributes: [...named, ...attributesOf(spec.resource?.attributes ?? {})],
    droppedAttributesCount: spec.resource?.droppedAttributesCount ?? 0,
    schemaUrl: spec.resource?.schemaUrl ?? '',
  };
}

function scopeOf(scope: ScopeSpec): Scope {
  return {
    name: scope.name ?? '',
    version: scope.version ?? '',
    attributes: attributesOf(scope.attributes ?? {}),
    droppedAttributesCount: scope.droppedAttributesCount ?? 0,
    schemaUrl: scope.schemaUrl ?? '',
  };
}

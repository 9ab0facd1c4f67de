// The read side: plain objects, small volume. Reader output belongs to the caller, who may change it.
import type { Attribute } from './attribute.ts';

/** OTLP SpanKind numbers. */
export const SPAN_KINDS: readonly string[] = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

/** OTLP StatusCode numbers: 0 unset, 1 ok, 2 error. */
export const STATUS_ERROR = 2;

export interface Resource {
  /** As sanitised on the way in: never absent, e.g. `missing-service-name`. */
  serviceName: string;
  /** All attributes of the resource in order of arrival, `service.name` included when it was sent. */
  attributes: Attribute[];
  droppedAttributesCount: number;
  schemaUrl: string;
}

export interface Scope {
  name: string;
  version: string;
  attributes: Attribute[];
  droppedAttributesCount: number;
  schemaUrl: string;
}

export interface SpanEvent {
  /** Unix µs, may be negative. */
  timeUs: number;
  /** 0..999 ns on top of `timeUs`. */
  timeNsRem: number;
  name: string;
  attributes: Attribute[];
  droppedAttributesCount: number;
}

export interface SpanLink {
  /** 32 lower-case hex digits. */
  traceId: string;
  /** 16 lower-case hex digits. */
  spanId: string;
  traceState: string;
  flags: number;
  attributes: Attribute[];
  droppedAttributesCount: number;
}

export interface Span {
  /** 32 lower-case hex digits. */
  traceId: string;
  /** 16 lower-case hex digits. */
  spanId: string;
  /** 16 lower-case hex digits, '' for none. */
  parentSpanId: string;
  traceState: string;
  /** OTLP `flags`: W3C trace flags in the low 8 bits. For native spans Jaeger's 32 flag bits. */
  flags: number;
  name: string;
  /** OTLP SpanKind number; see SPAN_KINDS. */
  kind: number;
  startUs: number;
  startNsRem: number;
  /** At least 1; may exceed 2^53 only where the sender's times were absurd. */
  durationNs: number;
  statusCode: number;
  statusMessage: string;
  attributes: Attribute[];
  droppedAttributesCount: number;
  events: SpanEvent[];
  droppedEventsCount: number;
  links: SpanLink[];
  droppedLinksCount: number;
  /** Shared between the spans of one resource of one batch: replace it, never change it in place. */
  resource: Resource;
  /** Shared like `resource`. */
  scope: Scope;
  /** Texts for people: from sanitising on the way in, and from adjusters. */
  warnings: string[];
  /** True for a span that came in a Jaeger format: attributes, links and events are its verbatim tags, references and logs. */
  native: boolean;
}

/** One whole trace; never without spans. */
export interface Trace {
  traceId: string;
  spans: Span[];
}

/** E1: what a list of traces shows without reading the traces. */
export interface TraceSummary {
  readonly traceId: string;
  /** Of the parentless span with the earliest start; '' when every parent is absent from the trace. */
  readonly rootService: string;
  readonly rootOperation: string;
  readonly startUs: number;
  readonly startNsRem: number;
  /** Latest end of any span. */
  readonly endUs: number;
  readonly endNsRem: number;
  readonly spanCount: number;
  readonly errorSpanCount: number;
  /** Spans whose parent is not in the trace. */
  readonly orphanSpanCount: number;
  /** Sorted by name. */
  readonly services: readonly ServiceSummary[];
}

export interface ServiceSummary {
  readonly name: string;
  readonly spanCount: number;
  readonly errorSpanCount: number;
}

export interface Operation {
  readonly name: string;
  /** '' | internal | server | client | producer | consumer */
  readonly spanKind: string;
}

export interface DependencyLink {
  readonly parent: string;
  readonly child: string;
  readonly callCount: number;
  /** Who computed it; '' when unknown. */
  readonly source: string;
}

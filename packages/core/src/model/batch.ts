// The write side: one OTLP TracesData message and typed-array columns over it. Attributes, events and
// links stay bytes until someone asks. Codecs (package wire) make batches; nobody changes them.
import type { NameTable } from './name-table.ts';
import type { Span } from './trace.ts';

/** A column per fact that routing, indexing and metrics need; every array has one entry a span. */
export interface SpanColumns {
  /** Offset in `bytes` of the Span message's first field (after its tag and length), and its length. */
  readonly spanStart: Uint32Array;
  readonly spanBytes: Uint32Array;
  /** Offset in `bytes` of the 16 id bytes; 0 = absent or empty. */
  readonly traceIdAt: Uint32Array;
  /** Offset in `bytes` of the 8 id bytes; 0 = absent or empty. */
  readonly spanIdAt: Uint32Array;
  /** Offset in `bytes` of the 8 id bytes; 0 = none (absent, empty or all zero). */
  readonly parentIdAt: Uint32Array;
  /** Unix µs, exact, may be negative. */
  readonly startUs: Float64Array;
  /** 0..999 ns on top of `startUs`. */
  readonly startNsRem: Uint16Array;
  /** End minus start; at least 1 (sanitised); saturates as a float. */
  readonly durationNs: Float64Array;
  /** NameTable ids of the sanitised names; 0 = the table was full, read `span(row)`. */
  readonly service: Uint32Array;
  readonly operation: Uint32Array;
  /** OTLP SpanKind and StatusCode numbers; unknown ones are 0. */
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  /** What Jaeger's counters want to know of a native span: see SpanTraits. 0 for every other format. */
  readonly traits: Uint8Array;
  /** Row in `resources`. */
  readonly resource: Uint32Array;
  /** Row in `scopes`. */
  readonly scope: Uint32Array;
}

/** Where in `bytes` the parts live that spans share. A length of 0 with offset 0 = absent. */
export interface SharedParts {
  readonly at: Uint32Array;
  readonly bytes: Uint32Array;
  /** schema_url of the enclosing ResourceSpans or ScopeSpans. */
  readonly schemaAt: Uint32Array;
  readonly schemaBytes: Uint32Array;
}

/** Immutable. Owns `bytes`: never a view that pins a larger buffer. */
export interface SpanBatch {
  readonly bytes: Uint8Array;
  /** Number of spans, also the length of every column. */
  readonly length: number;
  readonly columns: SpanColumns;
  /** One row per ResourceSpans that holds a span: its Resource message. */
  readonly resources: SharedParts;
  /** One row per ScopeSpans that holds a span: its InstrumentationScope message. */
  readonly scopes: SharedParts;
  /** The table that `columns.service` and `columns.operation` point into. */
  readonly names: NameTable;
  /** Lazy view of one row, 0 <= row < length. */
  span(row: number): SpanView;
}

/** One row of a batch; every getter reads the bytes anew. */
export interface SpanView {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  /** 16 lower-case hex digits, '' for none. */
  readonly parentSpanId: string;
  /** Sanitised. */
  readonly service: string;
  readonly operation: string;
  /** The whole span as plain objects. */
  toSpan(): Span;
}

/** One part of a span that no backend will ever take. */
export interface Rejected {
  readonly row: number;
  readonly reason: string;
}

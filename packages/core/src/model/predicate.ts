// E3: the one predicate tree. Every search parameter compiles to it; a store pushes down what it can and
// the rest is evaluated exactly on spans. A trace matches when one single span satisfies the whole tree.

export type Level = 'span' | 'resource' | 'scope' | 'event' | 'link';

/** `any` = span or resource. */
export interface AttributeOperand {
  readonly kind: 'attribute';
  readonly key: string;
  readonly level: Level | 'any';
}

/**
 * Fields: span traceID spanID parentSpanID traceState name kind startTime endTime duration status
 * statusMessage; resource service schemaURL; scope name version schemaURL; event name time timeSinceStart;
 * link traceID spanID traceState.
 */
export interface FieldOperand {
  readonly kind: 'field';
  readonly level: Level;
  readonly name: string;
}

export type Operand = AttributeOperand | FieldOperand;

/** Durations are nanoseconds, times Unix microseconds; kind and status are their lower-case names. */
export type Scalar =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'duration'; readonly ns: number }
  | { readonly type: 'time'; readonly us: number };

export type Comparison = 'eq' | 'ne' | 'gt' | 'lt' | 'gte' | 'lte';

export type Predicate =
  | { readonly op: 'and' | 'or'; readonly args: readonly Predicate[] }
  | { readonly op: 'not'; readonly arg: Predicate }
  | { readonly op: 'exists'; readonly of: Operand }
  | { readonly op: Comparison; readonly of: Operand; readonly value: Scalar }
  | { readonly op: 'regex'; readonly of: Operand; readonly pattern: string }
  | { readonly op: 'in' | 'not_in'; readonly of: Operand; readonly values: readonly Scalar[] }
  | { readonly op: 'some'; readonly level: 'event' | 'link'; readonly where: Predicate }
  /**
   * Jaeger's tag search: some span tag, process tag or log field of the span as Jaeger shows it (derived
   * tags such as span.kind and error included) has this key and this text. Texts: bool true|false, int
   * decimal, double Go %g with 10 digits, binary lower-case hex.
   */
  | { readonly op: 'tag'; readonly key: string; readonly text: string };

/** What to find. Newest trace first: by earliest span start descending, ties by trace id ascending. */
export interface TraceQuery {
  /** null = every span. */
  readonly where: Predicate | null;
  /** The matching span starts within [startMinUs, startMaxUs], both inclusive, Unix µs. */
  readonly startMinUs: number;
  readonly startMaxUs: number;
  /** At most so many traces, at least 1; null = all. */
  readonly limit: number | null;
}

/** 32 lower-case hex digits; the bounds are hints where a store needs them. */
export interface TraceLookup {
  readonly traceId: string;
  readonly startUs: number | null;
  readonly endUs: number | null;
}

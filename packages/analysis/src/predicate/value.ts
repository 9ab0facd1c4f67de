// What a compiled predicate tests: attribute values as stored, and the two kinds of value only fields have.
import type { AttributeValue, SpanEvent, SpanLink } from '@spoor/core';

export type Value =
  | AttributeValue
  | { readonly type: 'duration'; readonly ns: number }
  /** Unix µs and 0..999 ns. */
  | { readonly type: 'time'; readonly us: number; readonly nsRem: number };

export type Test = (value: Value) => boolean;

/** The elements that enclosing `some` operators look at; null = any of the span's. */
export interface Bound {
  readonly event: SpanEvent | null;
  readonly link: SpanLink | null;
}

// What a compiled predicate tests: attribute values as stored, and the two kinds of value only fields have.
import type { AttributeValue, SpanEvent, SpanLink } from '@spoor/core';

export type Value =
  | AttributeValue
  | { readonly type: 'duration'; readonly ns: number }
  /** Unix µs and 0..999 ns. */
  | { readonly type: 'time'; readonly us: number; readonly nsRem: number };

export type Test = (value: Value) => boolean;

export type Element =
  | { readonly level: 'event'; readonly of: SpanEvent }
  | { readonly level: 'link'; readonly of: SpanLink };

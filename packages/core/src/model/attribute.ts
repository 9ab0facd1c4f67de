// Attribute values of the read side: a tagged union, so that a switch over `type` is exhaustive.

/**
 * An int outside ±2^53 is a bigint, otherwise a number. `empty` is OTLP's AnyValue with nothing set. Inside
 * arrays and maps a lone surrogate stands for a byte that was not UTF-8.
 */
export type AttributeValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'array'; readonly value: readonly AttributeValue[] }
  | { readonly type: 'map'; readonly value: readonly Attribute[] }
  | { readonly type: 'empty' };

/** Duplicate keys are kept, in order of arrival. */
export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

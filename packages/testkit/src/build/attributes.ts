// Attributes as a test wants to write them: { 'http.status': 500, weight: double(1) }.
import type { Attribute, AttributeValue } from '@spoor/core';

/** A double even when it is whole, where a plain number would become an int. */
export interface DoubleInput {
  readonly double: number;
}

/**
 * Whole numbers and bigints are ints, other numbers doubles, null is an AnyValue with nothing set. Records
 * are maps; give duplicate keys as a list of pairs to `attributesOf`.
 */
export type AttributeInput =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | DoubleInput
  | readonly AttributeInput[]
  | { readonly map: AttributesInput };

export type AttributesInput =
  | Readonly<Record<string, AttributeInput>>
  | readonly (readonly [key: string, value: AttributeInput])[];

export function double(value: number): DoubleInput {
  return { double: value };
}

export function attributesOf(input: AttributesInput): Attribute[] {
  const pairs: readonly (readonly [string, AttributeInput])[] = isPairs(input) ? input : Object.entries(input);
  return pairs.map(([key, value]) => ({ key, value: attributeValueOf(value) }));
}

function isPairs(input: AttributesInput): input is readonly (readonly [string, AttributeInput])[] {
  return Array.isArray(input);
}

function isList(input: object): input is readonly AttributeInput[] {
  return Array.isArray(input);
}

export function attributeValueOf(input: AttributeInput): AttributeValue {
  if (input === null) return { type: 'empty' };
  if (typeof input === 'string') return { type: 'string', value: input };
  if (typeof input === 'boolean') return { type: 'bool', value: input };
  if (typeof input === 'bigint') return { type: 'int', value: input };
  if (typeof input === 'number') return { type: Number.isSafeInteger(input) ? 'int' : 'double', value: input };
  if (input instanceof Uint8Array) return { type: 'bytes', value: input };
  if (isList(input)) return { type: 'array', value: input.map(attributeValueOf) };
  if ('double' in input) return { type: 'double', value: input.double };
  return { type: 'map', value: attributesOf(input.map) };
}

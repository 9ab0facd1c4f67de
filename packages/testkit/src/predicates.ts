// Short names for the predicate tree, so that a test reads like the question it asks.
import type { AttributeOperand, Comparison, FieldOperand, Level, Operand, Predicate, Scalar } from '@spoor/core';

/** Whole numbers are ints, other numbers doubles; durations and times are given as Scalars. */
export type ScalarInput = string | number | bigint | boolean | Scalar;

export function attr(level: Level | 'any', key: string): AttributeOperand {
  return { kind: 'attribute', level, key };
}

export function field(level: Level, name: string): FieldOperand {
  return { kind: 'field', level, name };
}

export function scalar(value: ScalarInput): Scalar {
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value };
  if (typeof value === 'bigint') return { type: 'int', value };
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'int' : 'double', value };
  return value;
}

export function durationOf(ns: number): Scalar {
  return { type: 'duration', ns };
}

export function timeOf(us: number): Scalar {
  return { type: 'time', us };
}

export function compare(op: Comparison, of: Operand, value: ScalarInput): Predicate {
  return { op, of, value: scalar(value) };
}

export function eq(of: Operand, value: ScalarInput): Predicate {
  return compare('eq', of, value);
}

export function oneOf(of: Operand, ...values: readonly ScalarInput[]): Predicate {
  return { op: 'in', of, values: values.map(scalar) };
}

export function noneOf(of: Operand, ...values: readonly ScalarInput[]): Predicate {
  return { op: 'not_in', of, values: values.map(scalar) };
}

export function exists(of: Operand): Predicate {
  return { op: 'exists', of };
}

export function regex(of: Operand, pattern: string): Predicate {
  return { op: 'regex', of, pattern };
}

export function tag(key: string, text: string): Predicate {
  return { op: 'tag', key, text };
}

export function and(...args: readonly Predicate[]): Predicate {
  return { op: 'and', args };
}

export function or(...args: readonly Predicate[]): Predicate {
  return { op: 'or', args };
}

export function not(arg: Predicate): Predicate {
  return { op: 'not', arg };
}

export function some(level: 'event' | 'link', where: Predicate): Predicate {
  return { op: 'some', level, where };
}

export function serviceIs(name: string): Predicate {
  return eq(field('resource', 'service'), name);
}

export function operationIs(name: string): Predicate {
  return eq(field('span', 'name'), name);
}

import type { TracingError } from '@spoor/core';
import { malformed } from '../protobuf/malformed.ts';

/**
 * The error for a struct that ended at `offset` without a required field. `seen` has bit n set for field id n;
 * `names` has the names of the required fields at their ids, '' elsewhere.
 */
export function missingField(struct: string, names: readonly string[], seen: number, offset: number): TracingError {
  const name = names.find((name, id) => name !== '' && (seen & (1 << id)) === 0);
  return malformed(`jaeger.thrift ${struct} without ${name}`, offset);
}

/** The bits of all required fields. */
export function requiredBits(names: readonly string[]): number {
  return names.reduce((bits, name, id) => (name === '' ? bits : bits | (1 << id)), 0);
}

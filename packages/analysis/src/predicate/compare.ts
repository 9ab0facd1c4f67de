// Typed comparison of a stored value with a constant. Values of different kinds are neither equal nor
// ordered; int and double are one kind, compared exactly.
import type { Comparison, Scalar } from '@spoor/core';
import type { Test, Value } from './value.ts';

type Ordered = Exclude<Comparison, 'ne'>;

/** `ne` is not here: over several values it is the absence of `eq`. */
export function comparison(op: Ordered, constant: Scalar): Test {
  const accept = ACCEPTS[op];
  const order = orderAgainst(constant);
  return (value) => {
    const sign = order(value);
    return sign !== null && accept(sign);
  };
}

const ACCEPTS: Readonly<Record<Ordered, (sign: number) => boolean>> = {
  eq: (sign) => sign === 0,
  gt: (sign) => sign > 0,
  lt: (sign) => sign < 0,
  gte: (sign) => sign >= 0,
  lte: (sign) => sign <= 0,
};

/** Sign of value minus constant; null when they are of different kinds or not comparable (NaN). */
function orderAgainst(constant: Scalar): (value: Value) => number | null {
  switch (constant.type) {
    case 'string': {
      const { value: text } = constant;
      return (value) => (value.type === 'string' ? signOf(value.value, text) : null);
    }
    case 'int':
    case 'double': {
      const { value: number } = constant;
      return (value) => (value.type === 'int' || value.type === 'double' ? signOf(value.value, number) : null);
    }
    case 'bool': {
      const { value: truth } = constant;
      return (value) => (value.type === 'bool' ? signOf(value.value, truth) : null);
    }
    case 'duration': {
      const { ns } = constant;
      return (value) => (value.type === 'duration' ? signOf(value.ns, ns) : null);
    }
    case 'time': {
      const { us } = constant;
      return (value) => (value.type === 'time' ? signOf(value.us, us) || value.nsRem : null);
    }
  }
}

/** A number against a bigint is exact in JavaScript. */
function signOf<T extends string | boolean | number | bigint>(a: T, b: T): number | null {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? null : 0;
}

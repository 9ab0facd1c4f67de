// Names that stand in for what a sender left out or got wrong, as Jaeger 1.76 shows them.

export const MISSING_SERVICE = 'missing-service-name';
export const EMPTY_SERVICE = 'empty-service-name';
export const WRONG_TYPE_SERVICE = 'service-name-wrong-type';
/** A service name that is not UTF-8. */
export const INVALID_SERVICE = '';
/** An operation name that is not UTF-8; also the key of the attribute that keeps its bytes. */
export const INVALID_OPERATION = 'invalid-span-name';
/** Key of the n-th attribute of a list whose own key is not UTF-8, from 1. */
export function invalidKey(n: number): string {
  return `invalid-tag-key-${n}`;
}

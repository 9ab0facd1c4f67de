import type { ThriftReader } from '../thrift/thrift-reader.ts';

const TWO_32 = 2 ** 32;

/** The i64 at the cursor, exact up to 2^53 and rounded beyond: times and counts, never ids. */
export function signed64(r: ThriftReader): number {
  r.int64();
  return (r.hi | 0) * TWO_32 + r.lo;
}

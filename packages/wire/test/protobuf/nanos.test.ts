import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  microsOf,
  nanosBetween,
  nanosHigh,
  nanosLow,
  nanosRemainderOf,
  signedNanos,
} from '../../src/protobuf/nanos.ts';

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
/** 2^53 µs: up to here a float holds every microsecond. */
const EXACT = 2n ** 53n * 1000n;

function halves(ns: bigint): [number, number] {
  return [Number(BigInt.asUintN(32, ns)), Number(BigInt.asUintN(32, ns >> 32n))];
}

function floorDivide(ns: bigint): { us: number; rest: number } {
  const rest = ((ns % 1000n) + 1000n) % 1000n;
  return { us: Number((ns - rest) / 1000n), rest: Number(rest) };
}

const edges = [0n, 1n, -1n, 999n, 1000n, -999n, -1000n, -1001n, 2n ** 32n, -(2n ** 32n), EXACT - 1n, -EXACT, MIN, MAX];
const anyNanos = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: MIN, max: MAX }));

test('any 64-bit time splits into floored µs and 0..999 ns', () => {
  fc.assert(
    fc.property(anyNanos, (ns) => {
      const [lo, hi] = halves(ns);
      expect({ us: microsOf(lo, hi), rest: nanosRemainderOf(lo, hi) }).toEqual(floorDivide(ns));
    }),
    { numRuns: 2000 },
  );
});

test('µs and remainder join to the same 64 bits as long as the µs are exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -EXACT, max: EXACT }), fc.integer({ min: 0, max: 2 ** 40 }), (ns, plus) => {
      const { us, rest } = floorDivide(ns);
      expect([nanosLow(us, rest, plus), nanosHigh(us, rest, plus)]).toEqual(halves(ns + BigInt(plus)));
    }),
    { numRuns: 2000 },
  );
});

test('the difference of two times is exact within ±2^53 and rounded once beyond', () => {
  fc.assert(
    fc.property(anyNanos, anyNanos, (start, end) => {
      expect(nanosBetween(...halves(start), ...halves(end))).toBe(Number(end - start));
    }),
    { numRuns: 2000 },
  );
});

test('signedNanos is the whole number', () => {
  fc.assert(
    fc.property(anyNanos, (ns) => {
      expect(signedNanos(...halves(ns))).toBe(ns);
    }),
  );
});

// Epoch nanoseconds are 64-bit patterns on the wire (fixed64, read as signed so that times before 1970
// survive) and never sit in a number: they become whole microseconds and a remainder of 0..999 ns.

const TWO_32 = 2 ** 32;

/** floor(ns / 1000), exact within ±2^53 µs (years 1684 to 2255), else rounded by at most 1 µs. */
export function microsOf(lo: number, hi: number): number {
  const signedHi = hi | 0;
  const quotient = Math.floor(signedHi / 1000);
  const rest = (signedHi - quotient * 1000) * TWO_32 + lo;
  return quotient * TWO_32 + Math.floor(rest / 1000);
}

/** ns modulo 1000, always 0..999 and always exact. */
export function nanosRemainderOf(lo: number, hi: number): number {
  const signedHi = hi | 0;
  const rest = (signedHi - Math.floor(signedHi / 1000) * 1000) * TWO_32 + lo;
  return rest - Math.floor(rest / 1000) * 1000;
}

/** end minus start in nanoseconds, signed, exact within ±2^53 (104 days). */
export function nanosBetween(startLo: number, startHi: number, endLo: number, endHi: number): number {
  return ((endHi | 0) - (startHi | 0)) * TWO_32 + (endLo - startLo);
}

/** The whole, exact and dear. */
export function signedNanos(lo: number, hi: number): bigint {
  return (BigInt(hi | 0) << 32n) | BigInt(lo);
}

/** Low half of us * 1000 + nsRem + plusNs modulo 2^64; all integers, exact as long as each is. */
export function nanosLow(us: number, nsRem: number, plusNs: number): number {
  return lowSum(us, nsRem, plusNs) >>> 0;
}

/** High half of the same. */
export function nanosHigh(us: number, nsRem: number, plusNs: number): number {
  const carry = Math.floor(lowSum(us, nsRem, plusNs) / TWO_32);
  return (Math.floor(us / TWO_32) * 1000 + Math.floor(plusNs / TWO_32) + carry) >>> 0;
}

/** Below 2^43: what the low words add up to. */
function lowSum(us: number, nsRem: number, plusNs: number): number {
  return modulo32(us) * 1000 + nsRem + modulo32(plusNs);
}

function modulo32(value: number): number {
  return value - Math.floor(value / TWO_32) * TWO_32;
}

// The warning that Jaeger gives a span which ends at or before its start.

/** Epoch nanoseconds; exact for any 64-bit time. Only rare spans come here, so BigInt may cost what it does. */
export function negativeDurationWarning(startNs: bigint, endNs: bigint): string {
  const adjusted = goTime(startNs + 1n);
  return `Negative duration detected, sanitizing end timestamp. Original end timestamp: ${goTime(endNs)}, adjusted to: ${adjusted}`;
}

const SECOND = 1_000_000_000n;

/** As Go prints a UTC time: `2026-01-15 09:59:59.999999999 +0000 UTC`, without trailing zeros. */
function goTime(ns: bigint): string {
  const nanos = ((ns % SECOND) + SECOND) % SECOND;
  const text = new Date(Number((ns - nanos) / 1_000_000n)).toISOString();
  const fraction = nanos === 0n ? '' : `.${nanos.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return `${text.slice(0, 10)} ${text.slice(11, 19)}${fraction} +0000 UTC`;
}

// The warning that Jaeger gives a span which ends at or before its start.

/** Times as µs and 0..999 ns. */
export function negativeDurationWarning(startUs: number, startNsRem: number, endUs: number, endNsRem: number): string {
  const adjusted = startNsRem === 999 ? goTime(startUs + 1, 0) : goTime(startUs, startNsRem + 1);
  return `Negative duration detected, sanitizing end timestamp. Original end timestamp: ${goTime(endUs, endNsRem)}, adjusted to: ${adjusted}`;
}

/** As Go prints a UTC time: `2026-01-15 09:59:59.999999999 +0000 UTC`, without trailing zeros. */
function goTime(us: number, nsRem: number): string {
  const seconds = Math.floor(us / 1_000_000);
  const nanos = (us - seconds * 1_000_000) * 1000 + nsRem;
  const text = new Date(seconds * 1000).toISOString();
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
  return `${text.slice(0, 10)} ${text.slice(11, 19)}${fraction} +0000 UTC`;
}

// Durations as Go prints them: part of the warning texts that Jaeger's clients show.

const SECOND = 1_000_000_000n;

/** Go's time.Duration.String() of a count of nanoseconds: 0s, 1.5µs, -90ms, 1m0.5s, 27h0m0s. */
export function goDurationText(ns: number | bigint): string {
  const signed = BigInt(ns);
  if (signed === 0n) return '0s';
  const total = signed < 0n ? -signed : signed;
  const sign = signed < 0n ? '-' : '';
  if (total < 1000n) return `${sign}${total}ns`;
  if (total < 1_000_000n) return `${sign}${decimal(total, 1000n)}µs`;
  if (total < SECOND) return `${sign}${decimal(total, 1_000_000n)}ms`;
  const seconds = decimal(total % (60n * SECOND), SECOND);
  const minutes = total / (60n * SECOND);
  if (minutes === 0n) return `${sign}${seconds}s`;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}s`;
}

function decimal(amount: bigint, unit: bigint): string {
  const fraction = (amount % unit)
    .toString()
    .padStart(unit.toString().length - 1, '0')
    .replace(/0+$/, '');
  return fraction === '' ? `${amount / unit}` : `${amount / unit}.${fraction}`;
}

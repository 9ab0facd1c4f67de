// Durations as operators write them: Go's grammar (`1h2m3.5s`, `-1.5h`, `0`), milliseconds outside, whole nanoseconds
// while they are read and printed. Wire texts that must match Go's errors to the letter are written where they are sent.

/** Nanoseconds in each unit; both micro signs count. */
const UNIT_NS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n], // U+00B5
  ['μs', 1_000n], // U+03BC
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const PART = /(?=\.?\d)(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;
/** A Go duration is a signed 64-bit count of nanoseconds. */
const LIMIT_NS = 2n ** 63n;
const MAX_LENGTH = 256;

/** Milliseconds, fractions kept; null for what Go's time.ParseDuration refuses. */
export function parseGoDuration(text: string): number | null {
  const negative = text.startsWith('-');
  const rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '' || rest.length > MAX_LENGTH) return null;
  let ns = 0n;
  PART.lastIndex = 0;
  for (let at = 0; at < rest.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const part = PART.exec(rest);
    if (part === null) return null;
    const [, whole = '', fraction = '', unit = ''] = part;
    ns += (BigInt(whole + fraction) * (UNIT_NS.get(unit) ?? 0n)) / 10n ** BigInt(fraction.length);
  }
  if (ns > LIMIT_NS || (ns === LIMIT_NS && !negative)) return null;
  // In two steps: one number cannot hold all nanoseconds.
  const ms = Number(ns / 1_000_000n) + Number(ns % 1_000_000n) / 1e6;
  return negative ? -ms : ms;
}

/** The text Go's time.Duration prints for `ms`, rounded to whole nanoseconds: `0s`, `1.5ms`, `2m0s`, `25.24s`. */
export function goDurationText(ms: number): string {
  const wholeMs = Math.trunc(Math.abs(ms));
  const ns = BigInt(wholeMs) * 1_000_000n + BigInt(Math.round((Math.abs(ms) - wholeMs) * 1e6));
  if (ns === 0n) return '0s';
  const sign = ms < 0 ? '-' : '';
  if (ns < 1_000n) return `${sign}${ns}ns`;
  if (ns < 1_000_000n) return `${sign}${decimal(ns, 3)}µs`;
  if (ns < 1_000_000_000n) return `${sign}${decimal(ns, 6)}ms`;
  const minutes = ns / 60_000_000_000n;
  const seconds = `${decimal(ns % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `amount` divided by 10^digits, without trailing zeros. */
function decimal(amount: bigint, digits: number): string {
  const text = String(amount).padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  const whole = text.slice(0, -digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

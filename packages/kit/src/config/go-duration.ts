// Durations as operators write them: Go's grammar (`1h2m3.5s`, `-1.5h`, `0`), milliseconds inside. Wire texts
// that must match Go's to the letter are written where they are sent, not here.

/** Milliseconds in each unit; both micro signs count. */
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3], // U+00B5
  ['μs', 1e-3], // U+03BC
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
/** A Go duration is a signed 64-bit count of nanoseconds. */
const LIMIT_MS = 2 ** 63 / 1e6;
const MAX_LENGTH = 256;

/** Milliseconds, fractions kept; null for what Go's time.ParseDuration refuses. */
export function parseGoDuration(text: string): number | null {
  const sign = text.startsWith('-') ? -1 : 1;
  const rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '' || rest.length > MAX_LENGTH) return null;
  let ms = 0;
  PART.lastIndex = 0;
  for (let at = 0; at < rest.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const part = PART.exec(rest);
    if (part === null) return null;
    ms += Number(part[1]) * UNIT_MS.get(part[2]!)!;
  }
  return ms < LIMIT_MS ? sign * ms : null;
}

/** The text Go's time.Duration prints for `ms`, rounded to whole nanoseconds: `0s`, `1.5ms`, `2m0s`, `25.24s`. */
export function goDurationText(ms: number): string {
  const ns = Math.round(Math.abs(ms) * 1e6);
  const sign = ms < 0 && ns > 0 ? '-' : '';
  if (ns === 0) return '0s';
  if (ns < 1e3) return `${sign}${ns}ns`;
  if (ns < 1e6) return `${sign}${decimal(ns, 3)}µs`;
  if (ns < 1e9) return `${sign}${decimal(ns, 6)}ms`;
  const minutes = Math.floor(ns / 60e9);
  const seconds = `${decimal(ns - minutes * 60e9, 9)}s`;
  if (minutes === 0) return `${sign}${seconds}`;
  if (minutes < 60) return `${sign}${minutes}m${seconds}`;
  return `${sign}${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

/** `amount` divided by 10^digits, exactly, without trailing zeros. */
function decimal(amount: number, digits: number): string {
  const text = String(amount).padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  const whole = text.slice(0, -digits);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

// time.ParseDuration: `[+-]` and one or more of number and unit, e.g. `1h2m3.5s`, `-1.5h`, `0`.
import { type Parsed, parsed, refused } from './parsed.ts';
import { goTimeQuote } from './quote.ts';

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
/** 2^63: the magnitude of the most negative duration. */
const LIMIT = 2n ** 63n;
/** A number, then everything up to the next number; both may be empty. */
const PART = /(\d*)(?:\.(\d*))?([^.\d]*)/y;
/** Longer texts are refused unread; Go would read them, nobody sends them. */
const MAX_LENGTH = 4096;

/** Nanoseconds, within a signed 64-bit integer. */
export function goParseDuration(text: string): Parsed<bigint> {
  const quoted = goTimeQuote(text.slice(0, MAX_LENGTH));
  const invalid = refused<bigint>(`time: invalid duration ${quoted}`);
  const negative = text.startsWith('-');
  const rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return parsed(0n);
  if (rest === '' || text.length > MAX_LENGTH) return invalid;
  let total = 0n;
  for (let at = 0; at < rest.length; ) {
    PART.lastIndex = at;
    const match = PART.exec(rest);
    const whole = match?.[1] ?? '';
    const fraction = match?.[2] ?? '';
    const unit = match?.[3] ?? '';
    if (match === null || (whole === '' && fraction === '')) return invalid;
    if (BigInt(whole === '' ? 0 : whole) > LIMIT) return invalid;
    if (unit === '') return refused(`time: missing unit in duration ${quoted}`);
    const unitNs = UNIT_NS.get(unit);
    if (unitNs === undefined) return refused(`time: unknown unit ${goTimeQuote(unit)} in duration ${quoted}`);
    total += partNs(whole, fraction, unitNs);
    if (total > LIMIT) return invalid;
    at += match[0].length;
  }
  if (negative) return parsed(-total);
  return total === LIMIT ? invalid : parsed(total);
}

/** The fraction is truncated to whole nanoseconds. */
function partNs(whole: string, fraction: string, unitNs: bigint): bigint {
  const ns = BigInt(whole === '' ? 0 : whole) * unitNs;
  if (fraction === '') return ns;
  const digits = fraction.slice(0, 18);
  return ns + (BigInt(digits) * unitNs) / 10n ** BigInt(digits.length);
}

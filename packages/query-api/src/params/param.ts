// The parameter types that several routes share, with Jaeger's texts. Absent and empty are the same.
import { goParseBool } from '../go/parse-bool.ts';
import { goParseDuration } from '../go/parse-duration.ts';
import { goParseInt } from '../go/parse-int.ts';
import { type Parsed, parsed, refused } from '../go/parsed.ts';
import type { QueryString } from '../go/query-string.ts';

export function unparsable<T>(name: string, error: string): Parsed<T> {
  return refused(`unable to parse param '${name}': ${error}`);
}

/** A signed 64-bit integer as a number: exact within ±2^53, which is 285 years in µs. */
export function integerParam<D>(query: QueryString, name: string, absent: D): Parsed<number | D> {
  const text = query.first(name);
  if (text === '') return parsed(absent);
  const value = goParseInt(text, 64);
  return value.ok ? parsed(Number(value.value)) : unparsable(name, value.error);
}

/** A Go duration in nanoseconds; 0 when absent. */
export function durationParam(query: QueryString, name: string): Parsed<number> {
  const text = query.first(name);
  if (text === '') return parsed(0);
  const value = goParseDuration(text);
  return value.ok ? parsed(Number(value.value)) : unparsable(name, value.error);
}

export function boolParam(query: QueryString, name: string): Parsed<boolean> {
  const text = query.first(name);
  if (text === '') return parsed(false);
  const value = goParseBool(text);
  return value.ok ? value : unparsable(name, value.error);
}

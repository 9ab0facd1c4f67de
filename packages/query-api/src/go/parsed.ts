import { goQuote } from './quote.ts';

/** A parsed value or the text of Go's error. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused<T>(error: string): Parsed<T> {
  return { ok: false, error };
}

/** What strconv says: `strconv.ParseInt: parsing "x": invalid syntax`. */
export function strconvRefused<T>(
  fn: string,
  text: string,
  reason: 'invalid syntax' | 'value out of range',
): Parsed<T> {
  return refused(`strconv.${fn}: parsing ${goQuote(text)}: ${reason}`);
}

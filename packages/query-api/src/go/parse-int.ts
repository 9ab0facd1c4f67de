// strconv.ParseInt and ParseUint, as far as the API uses them, with their error texts. A number that
// overflows before its first bad character is out of range, not bad syntax: so is Go's.
import { type Parsed, parsed, strconvRefused } from './parsed.ts';

/** Decimal, with an optional sign, into a signed integer of `bits` bits. */
export function goParseInt(text: string, bits: 32 | 64): Parsed<bigint> {
  const signed = text.startsWith('-') || text.startsWith('+');
  const digits = signed ? text.slice(1) : text;
  if (digits === '') return strconvRefused('ParseInt', text, 'invalid syntax');
  const unsignedMax = 2n ** BigInt(bits) - 1n;
  let value = 0n;
  for (const char of digits) {
    if (char < '0' || char > '9') return strconvRefused('ParseInt', text, 'invalid syntax');
    value = value * 10n + BigInt(char);
    if (value > unsignedMax) return strconvRefused('ParseInt', text, 'value out of range');
  }
  const negative = text.startsWith('-');
  const limit = 2n ** BigInt(bits - 1) - (negative ? 0n : 1n);
  if (value > limit) return strconvRefused('ParseInt', text, 'value out of range');
  return parsed(negative ? -value : value);
}

/** 1 to 16 hex digits, any case, as 16 lower-case ones. Callers never pass more than 16 characters. */
export function goParseHex64(text: string): Parsed<string> {
  if (!/^[0-9a-fA-F]{1,16}$/.test(text)) return strconvRefused('ParseUint', text, 'invalid syntax');
  return parsed(text.toLowerCase().padStart(16, '0'));
}

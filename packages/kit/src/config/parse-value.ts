// One text to one value, by the type of the field. What is expected is said in words, for the error line.
import { hostPortText, parseHostPort } from '../net/host-port.ts';
import { byteSizeText, parseByteSize } from './byte-size.ts';
import type { AnyField, FieldType } from './config-specs.ts';
import { goDurationText, parseGoDuration } from './go-duration.ts';
import { splitList } from './split-list.ts';

/** `expected` completes the sentence "invalid value …: expected …". */
export type ParsedValue = { readonly value: unknown } | { readonly expected: string };

/** Go's strconv.ParseBool. */
const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

/** `texts` holds one text, except for a repeated flag or a list in a file: lists take all of them, others the last. */
export function parseValue(field: AnyField, texts: readonly string[]): ParsedValue {
  const text = texts.at(-1) ?? '';
  switch (field.type) {
    case 'strings':
      return { value: Object.freeze(texts.flatMap(splitList)) };
    case 'string':
      if (field.oneOf === undefined || field.oneOf.includes(text)) return { value: text };
      return { expected: `one of ${field.oneOf.map((choice) => (choice === '' ? '""' : choice)).join(', ')}` };
    case 'bool':
      return BOOLS.has(text) ? { value: BOOLS.get(text) } : { expected: 'true or false' };
    case 'host-port':
      return parseAddress(text);
    default:
      return parseNumber(field, field.type, text);
  }
}

function parseAddress(text: string): ParsedValue {
  if (text === '') return { value: '' };
  const address = parseHostPort(text);
  if (address === null) return { expected: 'host:port, :port or a port from 0 to 65535' };
  return { value: hostPortText(address) };
}

type NumberType = Extract<FieldType, 'int' | 'float' | 'duration' | 'bytes'>;

const NUMBER_TYPES: Readonly<
  Record<NumberType, { parse(text: string): number | null; text(value: number): string; readonly expected: string }>
> = {
  int: { parse: parseInteger, text: String, expected: 'a whole number' },
  float: { parse: parseFloatStrictly, text: String, expected: 'a number' },
  duration: {
    parse: parseGoDuration,
    text: goDurationText,
    expected: 'a duration with a unit such as 500ms, 5s or 1h30m',
  },
  bytes: { parse: parseByteSize, text: byteSizeText, expected: 'a number of bytes such as 65536, 64KiB or 16MiB' },
};

function parseNumber(field: AnyField, type: NumberType, text: string): ParsedValue {
  const rule = NUMBER_TYPES[type];
  const value = rule.parse(text);
  if (value === null) return { expected: rule.expected };
  const { min, max } = field;
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return { value };
  if (min === undefined) return { expected: `at most ${rule.text(max!)}` };
  if (max === undefined) return { expected: `at least ${rule.text(min)}` };
  return { expected: `${rule.text(min)} to ${rule.text(max)}` };
}

/** As Go's flags: underscores between digits and a 0x, 0o or 0b prefix are fine. */
function parseInteger(text: string): number | null {
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+(?:_\d+)*)$/.exec(text);
  if (match === null) return null;
  const value = Number(match[2]!.replaceAll('_', ''));
  return Number.isSafeInteger(value) ? (match[1] === '-' ? -value : value) : null;
}

function parseFloatStrictly(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The value as an operator would write it; for the reference and print-config. */
export function valueText(field: AnyField, value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'number' && field.type in NUMBER_TYPES)
    return NUMBER_TYPES[field.type as NumberType].text(value);
  return String(value);
}

// Arrays and maps as Jaeger shows them: one string tag that holds the JSON text Go's encoder would print.
// Differs from JSON.stringify: <, >, &, U+2028 and U+2029 are escaped, map keys are sorted and unique (the
// last wins), 64-bit ints are exact, -0 keeps its sign, a byte that was not UTF-8 (a lone surrogate here, see
// wire's TextReader) is the escape \ufffd. NaN and the infinities, for which Go gives up on the
// whole value, are printed as strings.
import type { Attribute, AttributeValue } from './attribute.ts';

/** Iterative only in width: decoders bound the depth of values, so recursion is safe here. */
export function jsonText(value: AttributeValue): string {
  switch (value.type) {
    case 'string':
      return quoted(value.value);
    case 'bool':
    case 'int':
      return String(value.value);
    case 'double':
      return doubleJson(value.value);
    case 'bytes':
      return `"${Buffer.from(value.value).toString('base64')}"`;
    case 'array':
      return `[${value.value.map(jsonText).join(',')}]`;
    case 'map':
      return mapJson(value.value);
    case 'empty':
      return 'null';
  }
}

function mapJson(entries: readonly Attribute[]): string {
  const last = new Map<string, AttributeValue>();
  for (const entry of entries) last.set(entry.key, entry.value);
  const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${quoted(key)}:${jsonText(value)}`).join(',')}}`;
}

function doubleJson(value: number): string {
  if (Number.isNaN(value)) return '"NaN"';
  if (!Number.isFinite(value)) return value > 0 ? '"+Inf"' : '"-Inf"';
  return Object.is(value, -0) ? '-0' : String(value);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

const LONE_SURROGATE = /\p{Surrogate}/u;

function quoted(text: string): string {
  if (LONE_SURROGATE.test(text)) return `"${text.split(LONE_SURROGATE).map(inner).join('\\ufffd')}"`;
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (c) => ESCAPED[c]!);
}

function inner(text: string): string {
  return quoted(text).slice(1, -1);
}

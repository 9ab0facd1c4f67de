// Attribute values as one line of text: what Jaeger calls AsString, and what a tag search compares with.
import { type AttributeValue, jsonText } from '@spoor/core';

const FLOAT_DIGITS = 10;

/**
 * bool true|false, int decimal, double Go's %g with 10 significant digits, bytes lower-case hex, array and
 * map their JSON text, empty ''.
 */
export function valueText(value: AttributeValue): string {
  switch (value.type) {
    case 'string':
      return value.value;
    case 'bool':
      return value.value ? 'true' : 'false';
    case 'int':
      return String(value.value);
    case 'double':
      return floatText(value.value);
    case 'bytes':
      return hexText(value.value);
    case 'array':
    case 'map':
      return jsonText(value);
    case 'empty':
      return '';
  }
}

/** Go's strconv.FormatFloat(value, 'g', 10, 64). */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const sign = value < 0 ? '-' : '';
  const [digits, exponent] = roundedDigits(Math.abs(value));
  if (exponent < -4 || exponent >= FLOAT_DIGITS) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${pointed(digits, 1)}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return sign + pointed(digits.padEnd(exponent + 1, '0'), exponent + 1);
}

function pointed(digits: string, whole: number): string {
  return digits.length > whole ? `${digits.slice(0, whole)}.${digits.slice(whole)}` : digits;
}

/** Ten significant digits without trailing zeros, and the exponent of the first. Ties go to even as in Go; toExponential rounds them up. */
function roundedDigits(value: number): readonly [string, number] {
  const exact = value.toExponential(40);
  const tail = exact.slice(FLOAT_DIGITS + 1, exact.indexOf('e'));
  const isTie = /^50*$/.test(tail) && Number(exact[FLOAT_DIGITS]) % 2 === 0;
  const text = isTie
    ? exact.slice(0, FLOAT_DIGITS + 1) + exact.slice(exact.indexOf('e'))
    : value.toExponential(FLOAT_DIGITS - 1);
  const at = text.indexOf('e');
  const digits = text.slice(0, at).replace('.', '').replace(/0+$/, '');
  return [digits, Number(text.slice(at + 1))];
}

function hexText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

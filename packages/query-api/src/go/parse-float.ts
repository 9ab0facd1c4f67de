// strconv.ParseFloat for 64 bits. Hexadecimal floats (which nobody sends) are read by magnitude only.
import { type Parsed, parsed, strconvRefused } from './parsed.ts';

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f_]*)\.?([0-9a-f_]*)p([+-]?\d+)$/i;
const INFINITE = /^([+-]?)(inf|infinity)$/i;

export function goParseFloat(text: string): Parsed<number> {
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return parsed(infinite[1] === '-' ? -Infinity : Infinity);
  if (/^nan$/i.test(text)) return parsed(Number.NaN);
  const value = DECIMAL.test(text) ? Number(text) : hexadecimal(text);
  if (value === null) return strconvRefused('ParseFloat', text, 'invalid syntax');
  if (!Number.isFinite(value)) return strconvRefused('ParseFloat', text, 'value out of range');
  return parsed(value);
}

function hexadecimal(text: string): number | null {
  const match = HEXADECIMAL.exec(text);
  if (match === null) return null;
  const whole = match[2]!.replaceAll('_', '');
  const fraction = match[3]!.replaceAll('_', '');
  if (whole === '' && fraction === '') return null;
  const mantissa = Number.parseInt(whole + fraction, 16);
  const value = mantissa === 0 ? 0 : mantissa * 2 ** (Number(match[4]) - 4 * fraction.length);
  return match[1] === '-' ? -value : value;
}

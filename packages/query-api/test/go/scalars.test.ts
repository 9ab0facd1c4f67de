import { describe, expect, test } from 'vitest';
import { goParseBool } from '../../src/go/parse-bool.ts';
import { goParseFloat } from '../../src/go/parse-float.ts';
import { goQuote } from '../../src/go/quote.ts';

describe('goParseBool', () => {
  for (const text of ['1', 't', 'T', 'TRUE', 'true', 'True']) {
    test(`${text} is true`, () => expect(goParseBool(text)).toEqual({ ok: true, value: true }));
  }
  for (const text of ['0', 'f', 'F', 'FALSE', 'false', 'False']) {
    test(`${text} is false`, () => expect(goParseBool(text)).toEqual({ ok: true, value: false }));
  }
  for (const text of ['yes', 'tRUE', '', ' true']) {
    test(`${JSON.stringify(text)} is neither`, () => {
      const error = `strconv.ParseBool: parsing "${text}": invalid syntax`;
      expect(goParseBool(text)).toEqual({ ok: false, error });
    });
  }
});

const floats = [
  ['0.95', 0.95],
  ['.5', 0.5],
  ['5.', 5],
  ['-1e3', -1000],
  ['1E-2', 0.01],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['0x1p-2', 0.25],
  ['0x.8p1', 1],
] as const;

const notFloats = [
  ['', 'invalid syntax'],
  ['.', 'invalid syntax'],
  ['1e', 'invalid syntax'],
  ['1_0', 'invalid syntax'],
  ['0x1', 'invalid syntax'],
  ['0x.p1', 'invalid syntax'],
  [' 1', 'invalid syntax'],
  ['1e400', 'value out of range'],
  ['-1e400', 'value out of range'],
] as const;

describe('goParseFloat', () => {
  for (const [text, value] of floats) {
    test(`reads ${text}`, () => expect(goParseFloat(text)).toEqual({ ok: true, value }));
  }
  test('reads NaN in any case', () => expect(goParseFloat('nAn')).toEqual({ ok: true, value: Number.NaN }));
  for (const [text, reason] of notFloats) {
    test(`refuses ${JSON.stringify(text)}: ${reason}`, () => {
      expect(goParseFloat(text)).toEqual({ ok: false, error: `strconv.ParseFloat: parsing "${text}": ${reason}` });
    });
  }
});

const quotes = [
  { title: 'keeps printable characters of any script', text: 'üñ 漢 😀', want: '"üñ 漢 😀"' },
  { title: 'escapes the quote and the backslash', text: '"\\', want: String.raw`"\"\\"` },
  { title: 'names the usual control characters', text: '\n\t\r\u0007', want: String.raw`"\n\t\r\a"` },
  { title: 'gives other control characters in hex', text: '\u0000\u007f', want: String.raw`"\x00\x7f"` },
  { title: 'gives unprintable characters as \\u', text: '\u2028\u00a0', want: String.raw`"\u2028\u00a0"` },
  { title: 'gives unprintable characters beyond the BMP as \\U', text: '\u{e0001}', want: String.raw`"\U000e0001"` },
] as const;

describe('goQuote', () => {
  for (const c of quotes) test(c.title, () => expect(goQuote(c.text)).toBe(c.want));
});

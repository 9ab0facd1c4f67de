import { describe, expect, test } from 'vitest';
import { valueText } from '../../src/index.ts';
import { type Plain, value } from '../support/build.ts';

describe('AsString', () => {
  const cases: readonly { readonly title: string; readonly plain: Plain; readonly want: string }[] = [
    { title: 'a string is itself', plain: 'a b', want: 'a b' },
    { title: 'true', plain: true, want: 'true' },
    { title: 'false', plain: false, want: 'false' },
    { title: 'an int is decimal', plain: -7, want: '-7' },
    { title: 'an int beyond 2^53 is exact', plain: 9_223_372_036_854_775_807n, want: '9223372036854775807' },
    { title: 'bytes are lower-case hex', plain: Uint8Array.of(0, 10, 255), want: '000aff' },
    { title: 'no bytes are empty', plain: new Uint8Array(0), want: '' },
    { title: 'an empty value is empty', plain: null, want: '' },
    { title: 'an array is JSON', plain: ['a', 1, true], want: '["a",1,true]' },
    {
      title: 'marked bytes in a list are escaped, a U+FFFD is not',
      plain: ['a\udfff\udfff😀', '\ufffd'],
      want: '["a\\ufffd\\ufffd😀","\ufffd"]',
    },
    { title: 'marked bytes in a key are escaped', plain: { map: { 'k\udfff<': 1 } }, want: '{"k\\ufffd\\u003c":1}' },
    { title: 'a map is JSON', plain: { map: { b: 1, a: 'x' } }, want: '{"a":"x","b":1}' },
  ];
  for (const c of cases) test(c.title, () => expect(valueText(value(c.plain))).toBe(c.want));
});

describe('doubles are printed as Go prints %g with ten digits', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [100, '100'],
    [123_456_789, '123456789'],
    [1_234_567_890, '1234567890'],
    [12_345_678_901, '1.23456789e+10'],
    [1e9, '1000000000'],
    [1e10, '1e+10'],
    [1e21, '1e+21'],
    [1e100, '1e+100'],
    [1.7976931348623157e308, '1.797693135e+308'],
    [5e-324, '4.940656458e-324'],
    [0.0001, '0.0001'],
    [0.00012345, '0.00012345'],
    [0.00001, '1e-05'],
    [Math.PI, '3.141592654'],
    [2 / 3, '0.6666666667'],
    [9_999_999_999.5, '1e+10'],
    [0.5, '0.5'],
    [1_234_567_890.5, '1234567890'],
    [1_234_567_891.5, '1234567892'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ];
  for (const [double, want] of cases)
    test(`${double} is ${want}`, () => expect(valueText(value({ double }))).toBe(want));
});

describe('JSON inside a tag is Go’s', () => {
  const cases: readonly { readonly title: string; readonly plain: Plain; readonly want: string }[] = [
    { title: '<, > and & are escaped', plain: ['ü<&>'], want: '["ü\\u003c\\u0026\\u003e"]' },
    { title: 'line separators are escaped', plain: ['\u2028\u2029'], want: '["\\u2028\\u2029"]' },
    { title: 'control characters', plain: ['\n\t"\\\u0001'], want: '["\\n\\t\\"\\\\\\u0001"]' },
    { title: 'whole doubles have no point', plain: [{ double: 1 }, { double: 0.5 }], want: '[1,0.5]' },
    { title: 'large doubles have an exponent', plain: [{ double: 1e21 }, { double: 1e-7 }], want: '[1e+21,1e-7]' },
    { title: 'minus zero keeps its sign', plain: [{ double: -0 }], want: '[-0]' },
    {
      title: 'NaN and infinity are strings',
      plain: [{ double: Number.NaN }, { double: -Infinity }],
      want: '["NaN","-Inf"]',
    },
    { title: 'ints are exact', plain: [9_007_199_254_740_993n], want: '[9007199254740993]' },
    { title: 'bytes are base64', plain: [Uint8Array.of(1)], want: '["AQ=="]' },
    { title: 'an empty value is null', plain: [null], want: '[null]' },
    {
      title: 'keys are sorted at every level',
      plain: { map: { z: 1, a: { map: { y: 1, x: 2 } } } },
      want: '{"a":{"x":2,"y":1},"z":1}',
    },
    { title: 'an empty array', plain: [], want: '[]' },
    { title: 'an empty map', plain: { map: {} }, want: '{}' },
  ];
  for (const c of cases) test(c.title, () => expect(valueText(value(c.plain))).toBe(c.want));

  test('of equal keys the last wins', () => {
    const twice = [
      { key: 'k', value: value(1) },
      { key: 'k', value: value(2) },
    ];
    expect(valueText({ type: 'map', value: twice })).toBe('{"k":2}');
  });
});

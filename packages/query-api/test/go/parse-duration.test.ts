import { describe, expect, test } from 'vitest';
import { goParseDuration } from '../../src/go/parse-duration.ts';

const read = [
  { text: '0', ns: 0n },
  { text: '+0', ns: 0n },
  { text: '5s', ns: 5_000_000_000n },
  { text: '-5s', ns: -5_000_000_000n },
  { text: '1.5s', ns: 1_500_000_000n },
  { text: '.5s', ns: 500_000_000n },
  { text: '5.s', ns: 5_000_000_000n },
  { text: '1h2m3s4ms5us6ns', ns: 3_723_004_005_006n },
  { text: '3µs', ns: 3_000n },
  { text: '3μs', ns: 3_000n },
  { text: '1.9ns', ns: 1n },
  { text: '0.000000001h', ns: 3_600n },
  { text: '9223372036854775807ns', ns: 9223372036854775807n },
  { text: '-9223372036854775808ns', ns: -9223372036854775808n },
] as const;

const refused = [
  { title: 'no unit', text: '5', error: 'time: missing unit in duration "5"' },
  { title: 'no unit after a fraction', text: '5.5', error: 'time: missing unit in duration "5.5"' },
  { title: 'a second point', text: '1..5s', error: 'time: missing unit in duration "1..5s"' },
  { title: 'no number', text: 'abc', error: 'time: invalid duration "abc"' },
  { title: 'nothing', text: '', error: 'time: invalid duration ""' },
  { title: 'a lone sign', text: '-', error: 'time: invalid duration "-"' },
  { title: 'a lone point', text: '.s', error: 'time: invalid duration ".s"' },
  { title: 'an exponent', text: '1e3ms', error: 'time: unknown unit "e" in duration "1e3ms"' },
  { title: 'a space', text: '1 s', error: 'time: unknown unit " s" in duration "1 s"' },
  { title: 'days', text: '2d', error: 'time: unknown unit "d" in duration "2d"' },
  { title: 'a sign in the middle', text: '1s-1s', error: 'time: unknown unit "s-" in duration "1s-1s"' },
  { title: 'a quote', text: '1"', error: String.raw`time: unknown unit "\"" in duration "1\""` },
  { title: 'bytes beyond ASCII', text: 'ü', error: String.raw`time: invalid duration "\xc3\xbc"` },
  {
    title: 'more than 2^63 ns',
    text: '9223372036854775808ns',
    error: 'time: invalid duration "9223372036854775808ns"',
  },
  { title: 'a sum over 2^63 ns', text: '2562047h48m', error: 'time: invalid duration "2562047h48m"' },
] as const;

describe('goParseDuration reads', () => {
  for (const c of read) test(c.text, () => expect(goParseDuration(c.text)).toEqual({ ok: true, value: c.ns }));
});

describe('goParseDuration refuses', () => {
  for (const c of refused) test(c.title, () => expect(goParseDuration(c.text)).toEqual({ ok: false, error: c.error }));
  test('a text of a megabyte, quoting only its start', () => {
    const refusal = goParseDuration('1s'.repeat(500_000));
    expect(refusal.ok ? '' : refusal.error).toMatch(/^time: invalid duration "1s1s/);
    expect(refusal.ok ? 0 : refusal.error.length).toBeLessThan(5_000);
  });
});

import { describe, expect, test } from 'vitest';
import { goParseHex64, goParseInt } from '../../src/go/parse-int.ts';

const read = [
  { title: 'plain digits', text: '42', want: 42n },
  { title: 'a sign of either kind', text: '-42', want: -42n },
  { title: 'a plus sign', text: '+7', want: 7n },
  { title: 'leading zeros', text: '007', want: 7n },
  { title: 'the largest', text: '9223372036854775807', want: 9223372036854775807n },
  { title: 'the smallest', text: '-9223372036854775808', want: -9223372036854775808n },
] as const;

const refused = [
  { title: 'nothing', text: '', reason: 'invalid syntax' },
  { title: 'a lone sign', text: '-', reason: 'invalid syntax' },
  { title: 'two signs', text: '--1', reason: 'invalid syntax' },
  { title: 'an exponent', text: '1e3', reason: 'invalid syntax' },
  { title: 'white space', text: ' 1', reason: 'invalid syntax' },
  { title: 'an underscore', text: '1_000', reason: 'invalid syntax' },
  { title: 'digits of another script', text: '٣', reason: 'invalid syntax' },
  { title: 'one more than the largest', text: '9223372036854775808', reason: 'value out of range' },
  { title: 'one less than the smallest', text: '-9223372036854775809', reason: 'value out of range' },
  { title: 'overflow before a bad character', text: '99999999999999999999x', reason: 'value out of range' },
  { title: 'a bad character before overflow', text: '9999x999999999999999999', reason: 'invalid syntax' },
] as const;

describe('goParseInt reads', () => {
  for (const c of read) test(c.title, () => expect(goParseInt(c.text, 64)).toEqual({ ok: true, value: c.want }));
});

describe('goParseInt refuses', () => {
  for (const c of refused) {
    test(c.title, () => {
      const error = `strconv.ParseInt: parsing "${c.text}": ${c.reason}`;
      expect(goParseInt(c.text, 64)).toEqual({ ok: false, error });
    });
  }
  test('what 32 bits cannot hold, when asked for 32', () => {
    expect(goParseInt('2147483647', 32)).toEqual({ ok: true, value: 2147483647n });
    const error = 'strconv.ParseInt: parsing "2147483648": value out of range';
    expect(goParseInt('2147483648', 32)).toEqual({ ok: false, error });
  });
  test('a million digits without reading them all', () => {
    const text = '9'.repeat(1_000_000);
    expect(goParseInt(text, 64)).toMatchObject({ ok: false });
  });
});

describe('goParseHex64', () => {
  test('pads and lowers', () => expect(goParseHex64('AbC')).toEqual({ ok: true, value: '0000000000000abc' }));
  test('takes no prefix', () => {
    expect(goParseHex64('0x1')).toEqual({ ok: false, error: 'strconv.ParseUint: parsing "0x1": invalid syntax' });
  });
});

import { describe, expect, test } from 'vitest';
import { goQueryUnescape, QueryString } from '../../src/go/query-string.ts';

function query(raw: string): QueryString {
  const result = QueryString.parse(raw);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const cases = [
  { title: 'the first of several values counts', raw: 'a=1&a=2', want: ['1', '2'] },
  { title: 'a plus is a space', raw: 'a=x+y', want: ['x y'] },
  { title: 'escapes are UTF-8', raw: 'a=%C3%BC', want: ['ü'] },
  { title: 'bytes that are not UTF-8 become U+FFFD', raw: 'a=x%ffy%20%C3%BC', want: ['x\ufffdy ü'] },
  { title: 'a name without = has an empty value', raw: 'a', want: [''] },
  { title: 'only the first = splits', raw: 'a=b=c', want: ['b=c'] },
  { title: 'names are unescaped too', raw: '%61=1', want: ['1'] },
  { title: 'a pair with a broken escape is left out', raw: 'a=%zz&a=2', want: ['2'] },
  { title: 'a pair with a semicolon is left out', raw: 'a=1;b=2&a=3', want: ['3'] },
  { title: 'empty pairs are nothing', raw: '&&a=1&', want: ['1'] },
  { title: 'no query has no values', raw: '', want: [] },
] as const;

describe('QueryString', () => {
  for (const c of cases) test(c.title, () => expect(query(c.raw).all('a')).toEqual(c.want));
  test('first gives the empty text for what is absent', () => expect(query('b=1').first('a')).toBe(''));
  test('more than 10,000 pairs are refused', () => {
    expect(QueryString.parse('a&'.repeat(10_000)).ok).toBe(false);
    expect(QueryString.parse(Array(10_000).fill('a').join('&')).ok).toBe(true);
  });
});

describe('goQueryUnescape names the broken escape', () => {
  for (const [text, shown] of [
    ['%zz', '%zz'],
    ['a%', '%'],
    ['a%4', '%4'],
    ['%4gh', '%4g'],
  ] as const) {
    test(text, () => expect(goQueryUnescape(text)).toEqual({ ok: false, error: `invalid URL escape "${shown}"` }));
  }
});

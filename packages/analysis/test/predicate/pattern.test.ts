import { TracingError } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternTest } from '../../src/predicate/pattern.ts';

describe('patterns match', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['', '', true],
    ['', 'anything', true],
    ['b', 'abc', true],
    ['B', 'abc', false],
    ['a.c', 'xabcx', true],
    ['a.c', 'a\nc', false],
    ['ab*c', 'ac', true],
    ['ab*c', 'abbbc', true],
    ['ab+c', 'ac', false],
    ['ab?c', 'abbc', false],
    ['(ab)+c', 'ababc', true],
    ['(?:ab|cd)e', 'cde', true],
    ['(?P<name>x)y', 'xy', true],
    ['a|b|', 'zzz', true],
    ['x(a|b|)y', 'xy', true],
    ['x{2}', 'axxb', true],
    ['ax{2}b', 'axb', false],
    ['ax{2,}b', 'axxxxb', true],
    ['ax{1,2}b', 'axxxb', false],
    ['ax{0}b', 'ab', true],
    ['a{,2}', 'a{,2}', true],
    ['a{x', 'a{x', true],
    ['[abc]x', 'bx', true],
    ['[^abc]x', 'bx', false],
    ['[^a]', '\n', true],
    ['[a-c-]', '-', true],
    ['[]a]', ']', true],
    ['[a\\]]', ']', true],
    ['\\d\\D\\w\\W\\s\\S', '1a_- x', true],
    ['[\\d.]+%', '12.5%', true],
    ['[[:alpha:]][[:^digit:]]', 'a1', false],
    ['[[:alpha:]][[:digit:]]', 'a1', true],
    ['\\pL\\p{Lu}', 'éÉ', true],
    ['\\p{Greek}', 'λ', true],
    ['\\P{Greek}', 'λ', false],
    ['\\p{^Greek}', 'λ', false],
    ['\\x41\\x{1F600}\\101', 'A😀A', true],
    ['\\.\\*\\[\\\\', '.*[\\', true],
    ['a.b', 'a😀b', true],
    ['[😀-😂]', '😁', true],
    ['@example.com', 'a@example.com', true],
    ['(a*)*b', 'aab', true],
    ['(a|a*)+b', 'b', true],
  ];
  for (const [pattern, text, want] of cases) {
    test(`${pattern} ${want ? 'in' : 'not in'} ${JSON.stringify(text)}`, () =>
      expect(patternTest(pattern)(text)).toBe(want));
  }
});

describe('patterns refused', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['^a', 'QUERY_UNSUPPORTED', 'anchors'],
    ['a$', 'QUERY_UNSUPPORTED', 'anchors'],
    ['\\ba', 'QUERY_UNSUPPORTED', 'boundaries'],
    ['\\Aa', 'QUERY_UNSUPPORTED', 'anchors'],
    ['a*?', 'QUERY_UNSUPPORTED', 'lazy'],
    ['(?i)a', 'QUERY_UNSUPPORTED', 'flags'],
    ['(?=a)', 'QUERY_UNSUPPORTED', 'look-around'],
    ['(?<!a)', 'QUERY_UNSUPPORTED', 'look-around'],
    ['\\Qa\\E', 'QUERY_UNSUPPORTED', 'quotations'],
    ['((a{100}){100}){100}', 'QUERY_UNSUPPORTED', 'too large'],
    ['a'.repeat(1001), 'QUERY_UNSUPPORTED', 'longer than'],
    ['('.repeat(200), 'QUERY_UNSUPPORTED', 'nested'],
    ['(a)\\1', 'INVALID_ARGUMENT', 'escape'],
    ['(a', 'INVALID_ARGUMENT', 'missing )'],
    ['a)', 'INVALID_ARGUMENT', 'unexpected )'],
    ['[a', 'INVALID_ARGUMENT', 'unexpected end'],
    ['[b-a]', 'INVALID_ARGUMENT', 'bad range'],
    ['[a-\\d]', 'INVALID_ARGUMENT', 'bad range'],
    ['[[:nope:]]', 'INVALID_ARGUMENT', 'character class'],
    ['\\p{Nope}', 'INVALID_ARGUMENT', 'character class'],
    ['\\y', 'INVALID_ARGUMENT', 'escape'],
    ['\\x{110000}', 'INVALID_ARGUMENT', 'no such character'],
    ['a\\', 'INVALID_ARGUMENT', 'unexpected end'],
    ['*a', 'INVALID_ARGUMENT', 'nothing to repeat'],
    ['a**', 'INVALID_ARGUMENT', 'two quantifiers'],
    ['a{2,1}', 'INVALID_ARGUMENT', 'repetition'],
    ['a{1001}', 'INVALID_ARGUMENT', 'repetition'],
  ];
  for (const [pattern, code, says] of cases) {
    test(pattern.length > 30 ? `${pattern.slice(0, 30)}…` : pattern, () => {
      const error = refusal(pattern);
      expect(error?.code).toBe(code);
      expect(error?.message).toContain(says);
    });
  }
});

function refusal(pattern: string): TracingError | null {
  try {
    patternTest(pattern);
    return null;
  } catch (error) {
    if (error instanceof TracingError) return error;
    throw error;
  }
}

test('agrees with the engine’s own expressions', () => {
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', 'ab'),
      fc
        .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}'))
        .map(([of, times]) => `(${of})${times}`),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(node, fc.array(text, { maxLength: 8 }), (pattern, texts) => {
      const ours = patternTest(pattern);
      for (const each of texts)
        expect([pattern, each, ours(each)]).toEqual([pattern, each, new RegExp(pattern, 'u').test(each)]);
    }),
    { numRuns: 1000 },
  );
});

test('patterns that make backtracking engines explode take linear time', () => {
  const evil = ['(a*)*b', '(a|a)*b', '(a|aa)+b', 'a*a*a*a*a*a*b', '(.*)(.*)(.*)(.*)[^a]'];
  const cpu = process.cpuUsage();
  for (const pattern of evil) expect(patternTest(pattern)('a'.repeat(20_000))).toBe(false);
  expect(process.cpuUsage(cpu).user).toBeLessThan(2_000_000);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goJsonError } from '../../src/go/json-syntax.ts';

const END = 'unexpected end of JSON input';

const faults = [
  ['', END],
  ['  ', END],
  ['{', END],
  ['{"a"', END],
  ['{"a":', END],
  ['{"a":1', END],
  ['["a",', END],
  ['"abc', END],
  ['"\\', END],
  ['"\\u12', END],
  ['tru', END],
  ['-', END],
  ['1e', END],
  ['x', "invalid character 'x' looking for beginning of value"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1}', "invalid character '}' after array element"],
  ['{} {}', "invalid character '{' after top-level value"],
  ['01', "invalid character '1' after top-level value"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1e+x', "invalid character 'x' in exponent of numeric literal"],
  ['trye', "invalid character 'y' in literal true (expecting 'u')"],
  ['nope', "invalid character 'o' in literal null (expecting 'u')"],
  ['ü', "invalid character 'Ã' looking for beginning of value"],
  ['\u00001', "invalid character '\\x00' looking for beginning of value"],
] as const;

describe('goJsonError says of', () => {
  for (const [text, want] of faults) {
    test(JSON.stringify(text), () => expect(goJsonError(text)).toBe(want));
  }
});

test('goJsonError accepts exactly what JSON.parse accepts', () => {
  const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '.', 'e', 'true', 'null', ' ');
  const texts = fc.oneof(
    fc.json(),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(goJsonError(text) === null).toBe(parses(text));
    }),
    { numRuns: 2_000 },
  );
});

test('nesting beyond 10,000 is refused without using the stack', () => {
  expect(goJsonError('['.repeat(10_000) + ']'.repeat(10_000))).toBeNull();
  expect(goJsonError('['.repeat(1_000_000))).toBe('exceeded max depth');
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

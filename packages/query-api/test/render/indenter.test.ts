import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Indenter } from '../../src/render/indenter.ts';

const cases = [
  { title: 'an empty list or object stays on one line', compact: '{"a":[],"b":{}}' },
  { title: 'brackets, colons and commas inside strings are left alone', compact: '{"a":"[{,:}]\\"["}' },
  { title: 'an escaped backslash does not escape the quote', compact: '["\\\\",1]' },
] as const;

describe('Indenter', () => {
  for (const c of cases) test(c.title, () => expect(new Indenter().add(c.compact)).toBe(pretty(c.compact)));

  test('prints any JSON as MarshalIndent does, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.json(), fc.array(fc.nat(), { maxLength: 6 }), (text, cuts) => {
        const compact = JSON.stringify(JSON.parse(text));
        const at = [0, ...cuts.map((cut) => cut % (compact.length + 1)), compact.length].sort((a, b) => a - b);
        const indenter = new Indenter();
        const pieces = at.slice(1).map((end, i) => indenter.add(compact.slice(at[i], end)));
        expect(pieces.join('')).toBe(pretty(compact));
      }),
      { numRuns: 500 },
    );
  });
});

/** JSON.stringify indents as Go does. */
function pretty(compact: string): string {
  return JSON.stringify(JSON.parse(compact), null, 4);
}

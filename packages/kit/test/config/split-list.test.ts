import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitList } from '../../src/config/split-list.ts';

test.each([
  ['', []],
  ['a', ['a']],
  ['a,b', ['a', 'b']],
  [' a , b ,', ['a', 'b']],
  ['"a,b",c', ['a,b', 'c']],
  ['"say ""hi""",x', ['say "hi"', 'x']],
  ['" padded "', [' padded ']],
  ['a"b"', ['a"b"']],
  ['Key: Value', ['Key: Value']],
  ['"a" ,b', ['a', 'b']],
])('%s gives %j', (text, items) => {
  expect(splitList(text)).toEqual(items);
});

test('quoting every item keeps any item as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (items) => {
      const text = items.map((item) => `"${item.replaceAll('"', '""')}"`).join(',');
      expect(splitList(text)).toEqual(items);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTags, type JaegerTag, sortLogFields, sortTags, tagOf } from '../../src/index.ts';
import { attribute, keysOf, type Plain } from '../support/build.ts';

describe('an attribute becomes a tag of one of five types', () => {
  const cases: readonly { readonly title: string; readonly plain: Plain; readonly want: Omit<JaegerTag, 'key'> }[] = [
    { title: 'string', plain: 's', want: { type: 'string', value: 's' } },
    { title: 'bool', plain: true, want: { type: 'bool', value: true } },
    { title: 'int', plain: 7, want: { type: 'int64', value: 7 } },
    { title: 'large int', plain: 2n ** 60n, want: { type: 'int64', value: 2n ** 60n } },
    { title: 'double', plain: { double: 1 }, want: { type: 'float64', value: 1 } },
    { title: 'bytes', plain: Uint8Array.of(1), want: { type: 'binary', value: Uint8Array.of(1) } },
    { title: 'array as JSON text', plain: [1], want: { type: 'string', value: '[1]' } },
    { title: 'map as JSON text', plain: { map: { a: 1 } }, want: { type: 'string', value: '{"a":1}' } },
    { title: 'empty as an empty string', plain: null, want: { type: 'string', value: '' } },
  ];
  for (const c of cases) test(c.title, () => expect(tagOf(attribute('k', c.plain))).toEqual({ key: 'k', ...c.want }));
});

describe('order of tags', () => {
  const ascending: readonly (readonly [string, readonly [string, Plain], readonly [string, Plain]])[] = [
    ['keys first', ['a', 9], ['b', 'a']],
    ['upper case before lower', ['Z', 1], ['a', 1]],
    ['a prefix before the longer key', ['http', 1], ['http.url', 1]],
    ['string before bool', ['k', 'z'], ['k', false]],
    ['bool before int', ['k', true], ['k', 0]],
    ['int before double', ['k', 9], ['k', { double: 1 }]],
    ['double before bytes', ['k', { double: 9 }], ['k', new Uint8Array(0)]],
    ['strings by text', ['k', 'a'], ['k', 'b']],
    ['false before true', ['k', false], ['k', true]],
    ['ints by number', ['k', 9], ['k', 10]],
    ['int and bigint by number', ['k', 9], ['k', 2n ** 60n]],
    ['negative first', ['k', -1], ['k', 0]],
    ['bytes by content', ['k', Uint8Array.of(1, 2)], ['k', Uint8Array.of(2)]],
  ];
  for (const [title, a, b] of ascending) {
    test(title, () => {
      const [first, second] = [tagOf(attribute(...a)), tagOf(attribute(...b))];
      expect(compareTags(first, second)).toBeLessThan(0);
      expect(compareTags(second, first)).toBeGreaterThan(0);
      expect(compareTags(first, first)).toBe(0);
    });
  }

  test('sorting does not depend on the order of arrival', () => {
    const plain: fc.Arbitrary<Plain> = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.uint8Array({ maxLength: 3 }),
    );
    const list = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), plain), { maxLength: 12 });
    fc.assert(
      fc.property(list, (pairs) => {
        const tags = pairs.map(([key, each]) => tagOf(attribute(key, each)));
        expect(sortTags([...tags].reverse())).toEqual(sortTags([...tags]));
      }),
    );
  });
});

describe('order of log fields', () => {
  const fields = (...keys: string[]): JaegerTag[] => keys.map((key) => ({ key, type: 'string', value: key }));

  test('event leads, the rest is sorted', () => {
    expect(keysOf(sortLogFields(fields('z', 'event', 'a')))).toEqual(['event', 'a', 'z']);
  });
  test('without event all are sorted', () => expect(keysOf(sortLogFields(fields('z', 'a')))).toEqual(['a', 'z']));
  test('an event that is no string is sorted like the rest', () => {
    const list: JaegerTag[] = [{ key: 'event', type: 'int64', value: 1 }, ...fields('a')];
    expect(keysOf(sortLogFields(list))).toEqual(['a', 'event']);
  });
  test('only the first event leads', () => {
    const list: JaegerTag[] = [
      { key: 'z', type: 'bool', value: true },
      { key: 'event', type: 'string', value: 'two' },
      { key: 'event', type: 'string', value: 'one' },
    ];
    expect(sortLogFields(list).map((field) => field.value)).toEqual(['two', 'one', true]);
  });
  test('no fields', () => expect(sortLogFields([])).toEqual([]));
});

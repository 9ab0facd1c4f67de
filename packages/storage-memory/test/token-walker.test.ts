// Encodings that are legal but that no SDK writes: a row must never be missed because of them.
import { describe, expect, test } from 'vitest';
import { tagGroup } from '../src/tag-group.ts';
import { OPAQUE_TOKEN } from '../src/token-hash.ts';
import { TokenWalker } from '../src/token-walker.ts';

const KEY = [0x0a, 1, 0x6b]; // key "k"
const TEXT = [0x12, 3, 0x0a, 1, 0x76]; // value "v"

function attributeTokens(bytes: readonly number[]): number[] {
  const message = Uint8Array.from(bytes);
  const walker = new TokenWalker();
  walker.open(message, new DataView(message.buffer));
  walker.attribute(0, message.length);
  return [...walker.tokens.subarray(0, walker.count)];
}

function spanTokens(bytes: readonly number[]): number[] {
  const message = Uint8Array.from(bytes);
  const walker = new TokenWalker();
  walker.open(message, new DataView(message.buffer));
  walker.span(0, message.length);
  return [...walker.tokens.subarray(0, walker.count)];
}

describe('an attribute in an unusual form is opaque', () => {
  const cases = [
    { title: 'an empty message', bytes: [] },
    { title: 'value before key', bytes: [...TEXT, ...KEY] },
    { title: 'the key twice', bytes: [...KEY, ...KEY, ...TEXT] },
    { title: 'the value twice', bytes: [...KEY, ...TEXT, ...TEXT] },
    { title: 'an unknown field after the value', bytes: [...KEY, ...TEXT, 0x18, 1] },
    { title: 'no key', bytes: TEXT },
    { title: 'two texts in one value', bytes: [...KEY, 0x12, 6, 0x0a, 1, 0x76, 0x0a, 1, 0x77] },
    { title: 'a number and a text in one value', bytes: [...KEY, 0x12, 5, 0x18, 1, 0x0a, 1, 0x76] },
  ] as const;
  for (const c of cases) test(c.title, () => expect(attributeTokens(c.bytes)).toEqual([OPAQUE_TOKEN]));
});

describe('padded lengths and numbers mean the same', () => {
  const cases = [
    { title: 'key length', bytes: [0x0a, 0x81, 0x00, 0x6b, ...TEXT] },
    { title: 'value length', bytes: [...KEY, 0x12, 0x83, 0x00, 0x0a, 1, 0x76] },
    { title: 'text length', bytes: [...KEY, 0x12, 4, 0x0a, 0x81, 0x00, 0x76] },
  ] as const;
  for (const c of cases) {
    test(c.title, () => expect(attributeTokens(c.bytes)).toEqual(attributeTokens([...KEY, ...TEXT])));
  }
});

test('a padded number is the number', () => {
  expect(attributeTokens([...KEY, 0x12, 3, 0x18, 0x85, 0x00])).toEqual(attributeTokens([...KEY, 0x12, 2, 0x18, 5]));
});

test('every query accepts an opaque row', () => {
  expect([...(tagGroup('k', 'v')?.tokens ?? [])]).toContain(OPAQUE_TOKEN);
});

test('a value that is no text, number or truth has one token for its key', () => {
  const empty = attributeTokens(KEY);
  const double = attributeTokens([...KEY, 0x12, 9, 0x21, 0, 0, 0, 0, 0, 0, 0, 0]);
  const bytes = attributeTokens([...KEY, 0x12, 3, 0x3a, 1, 9]);
  expect([double, bytes]).toEqual([empty, empty]);
  expect(empty).not.toEqual([OPAQUE_TOKEN]);
});

test('a text beyond ASCII may read as bytes: its key gets both tokens', () => {
  expect(attributeTokens([...KEY, 0x12, 3, 0x0a, 1, 0xff])).toEqual(expect.arrayContaining(attributeTokens(KEY)));
});

test('fields that hold no tags are passed over', () => {
  const attribute = [0x4a, KEY.length + TEXT.length, ...KEY, ...TEXT];
  const others = [
    ...[0x0a, 2, 1, 2], // trace id
    ...[0x30, 0x82, 0x00], // kind, padded
    ...[0x39, 1, 2, 3, 4, 5, 6, 7, 8], // start
    ...[0x85, 0x01, 1, 0, 0, 0], // flags
    ...[0x6a, 3, 0x1a, 1, 0x78], // link
    ...[0xa2, 0x06, 2, 0x4a, 0x00], // unknown field 100
  ];
  expect(spanTokens([...others, ...attribute, ...others])).toEqual(spanTokens(attribute));
});

test('a known field under a padded tag makes the span opaque', () => {
  expect(spanTokens([0xca, 0x00, KEY.length + TEXT.length, ...KEY, ...TEXT])).toContain(OPAQUE_TOKEN);
});

test('more tokens than ever expected are all kept', () => {
  const int = (n: number): number[] => [0x18, (n & 0x7f) | 0x80, ((n >> 7) & 0x7f) | 0x80, n >> 14];
  const attribute = (n: number): number[] => [0x4a, KEY.length + 6, ...KEY, 0x12, 4, ...int(n)];
  const tokens = spanTokens(Array.from({ length: 5000 }, (_, n) => attribute(n)).flat());
  expect(new Set(tokens).size).toBe(5000);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextReader } from '../../src/protobuf/text-reader.ts';

const encoder = new TextEncoder();
const INVALID = [
  { title: 'a lone continuation byte', bytes: [0x61, 0x80] },
  { title: 'a cut sequence', bytes: [0xe2, 0x82] },
  { title: 'an overlong slash', bytes: [0xc0, 0xaf] },
  { title: 'a surrogate', bytes: [0xed, 0xa0, 0x80] },
  { title: 'beyond U+10FFFF', bytes: [0xf4, 0x90, 0x80, 0x80] },
];

test('reads any text, cached or not, wherever it stands', () => {
  const reader = new TextReader(4);
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ maxLength: 100 }),
    fc.constantFrom('GET', 'PUT', '\ufeff'),
  );
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 20 }), (list) => {
      for (const text of list) {
        const bytes = encoder.encode(`<${text}>`);
        expect(reader.valid(bytes, 1, bytes.length - 1)).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoder.encode(text)),
        );
      }
    }),
  );
});

test('a text in the slot of another is not taken for it', () => {
  const reader = new TextReader(1);
  const bytes = encoder.encode('abcabdab');
  expect([reader.valid(bytes, 0, 3), reader.valid(bytes, 3, 6), reader.valid(bytes, 6, 8)]).toEqual([
    'abc',
    'abd',
    'ab',
  ]);
});

test.for(INVALID)('$title is not UTF-8; shown lossily it has U+FFFD', ({ bytes }) => {
  const reader = new TextReader(1);
  const raw = Uint8Array.from(bytes);
  expect(reader.valid(raw, 0, raw.length)).toBeNull();
  expect(reader.lossy(raw, 0, raw.length)).toContain('\ufffd');
});

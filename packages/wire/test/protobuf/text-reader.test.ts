import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextReader } from '../../src/protobuf/text-reader.ts';

const encoder = new TextEncoder();
const INVALID = [
  { title: 'a lone continuation byte', bytes: [0x61, 0x80], shown: 'a?' },
  { title: 'a cut sequence', bytes: [0xe2, 0x82], shown: '??' },
  { title: 'a cut sequence of three', bytes: [0xf0, 0x9f, 0x98, 0x61], shown: '???a' },
  { title: 'an overlong slash', bytes: [0xc0, 0xaf], shown: '??' },
  { title: 'an overlong euro', bytes: [0xf0, 0x82, 0x82, 0xac], shown: '????' },
  { title: 'a surrogate', bytes: [0xed, 0xa0, 0x80], shown: '???' },
  { title: 'beyond U+10FFFF', bytes: [0xf4, 0x90, 0x80, 0x80], shown: '????' },
  {
    title: 'a bad byte among good ones',
    bytes: [...encoder.encode('é€😀'), 0xff, ...encoder.encode('é')],
    shown: 'é€😀?é',
  },
  { title: 'a byte order mark before it', bytes: [0xef, 0xbb, 0xbf, 0xff], shown: '\ufeff?' },
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

test.for(INVALID)('$title is not UTF-8; every bad byte becomes U+FFFD, or a mark', ({ bytes, shown }) => {
  const reader = new TextReader(1);
  const raw = Uint8Array.from(bytes);
  expect(reader.valid(raw, 0, raw.length)).toBeNull();
  expect(reader.lossy(raw, 0, raw.length)).toBe(shown.replaceAll('?', '\ufffd'));
  expect(reader.marked(raw, 0, raw.length)).toBe(shown.replaceAll('?', '\udfff'));
});

test('bad bytes are told from good ones as everywhere', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = new TextReader(1);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const squeezed = (text: string): string => text.replaceAll(/\ufffd+/g, '\ufffd');
      expect(squeezed(reader.lossy(bytes, 0, bytes.length))).toBe(squeezed(decoder.decode(bytes)));
    }),
    { numRuns: 2_000 },
  );
});

test('a text of four million bad bytes is repaired in no time', () => {
  const bytes = new Uint8Array(4_000_000).fill(0xff);
  const before = process.cpuUsage();
  expect(new TextReader(1).lossy(bytes, 0, bytes.length) === '\ufffd'.repeat(bytes.length)).toBe(true);
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(250_000); // 600,000 and 130 MiB piece by piece
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteSizeText, parseByteSize } from '../../src/config/byte-size.ts';

test.each([
  ['0', 0],
  ['65536', 65_536],
  ['64KiB', 65_536],
  ['64kib', 65_536],
  ['64K', 65_536],
  ['64KB', 64_000],
  ['1.5MiB', 1_572_864],
  ['16 MiB', 16_777_216],
  ['2GiB', 2_147_483_648],
  ['1TB', 1e12],
  ['12B', 12],
])('%s is %d bytes', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

test.each(['', '-1', 'x', '1.0001KB1', '1.5', '12XB', 'KiB', '1e3', '9007199254740993', ' 5'])(
  '"%s" is refused',
  (text) => {
    expect(parseByteSize(text)).toBeNull();
  },
);

test('what is printed is read back exactly', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 31 }), fc.constantFrom(1, 1024, 1024 ** 2), (amount, unit) => {
      expect(parseByteSize(byteSizeText(amount * unit))).toBe(amount * unit);
    }),
  );
});

test('whole units are printed as such', () => {
  expect([1500, 2048, 16 * 1024 ** 2, 0].map(byteSizeText)).toEqual(['1500', '2KiB', '16MiB', '0']);
});

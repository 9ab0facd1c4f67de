import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TraceHash, thresholdOf } from '../../src/downsampling/trace-hash.ts';

const hex = ({ high, low }: { readonly high: number; readonly low: number }): string =>
  [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');

function hashOf(salt: string, id: Uint8Array): string {
  const hash = new TraceHash(salt);
  hash.hash(Uint8Array.of(0, ...id), 1);
  return hex(hash);
}

/** FNV-1a as it is defined, on whole 64-bit numbers. */
function plainFnv(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

describe('TraceHash', () => {
  test.each([
    { salt: 'downsampling-default-salt', id: '00000000000000000000000000000001', want: '684c74ef115cf4fc' },
    { salt: 'downsampling-default-salt', id: '4bf92f3577b34da6a3ce929d0e0e4736', want: '7137c5bfae6a63af' },
    { salt: 'pepper', id: '4bf92f3577b34da6a3ce929d0e0e4736', want: '79a2953a67c5bc09' },
    { salt: '', id: 'ffffffffffffffffffffffffffffffff', want: 'd6607508f5a1e855' },
  ])('of $id with the salt "$salt" is $want', ({ salt, id, want }) => {
    expect(hashOf(salt, Uint8Array.from(Buffer.from(id, 'hex')))).toBe(want);
  });

  test('is FNV-1a with 64 bits for any salt and id', () => {
    const id = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), id, (salt, bytes) => {
        const want = plainFnv(Uint8Array.of(...new TextEncoder().encode(salt), ...bytes));
        expect(hashOf(salt, bytes)).toBe(want.toString(16).padStart(16, '0'));
      }),
    );
  });

  test('an absent id counts as zeros, and one hash leaves nothing for the next', () => {
    const hash = new TraceHash('pepper');
    hash.hash(new Uint8Array(20).fill(7), 2);
    hash.hash(new Uint8Array(0), 0);
    expect(hex(hash)).toBe(hashOf('pepper', new Uint8Array(16)));
  });

  test('is compared as one unsigned number', () => {
    const hash = new TraceHash('');
    const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(uint64, uint64, (value, threshold) => {
        const halves = (of: bigint) => ({ high: Number(of >> 32n), low: Number(of & 0xffff_ffffn) });
        Object.assign(hash, halves(value));
        expect(hash.isAtMost(halves(threshold))).toBe(value <= threshold);
        expect(hash.isAtMost(halves(value))).toBe(true);
      }),
    );
  });
});

describe('thresholdOf', () => {
  test.each([
    { ratio: 0, want: '0000000000000000' },
    { ratio: 0.5, want: '8000000000000000' },
    { ratio: 0.25, want: '4000000000000000' },
    { ratio: 0.1, want: '1999999999999a00' },
    { ratio: 1 - 2 ** -53, want: 'fffffffffffff800' },
  ])('of $ratio is $want', ({ ratio, want }) => {
    expect(hex(thresholdOf(ratio))).toBe(want);
  });

  test('is the ratio times 2^64, without its fraction', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (ratio) => {
        expect(BigInt(`0x${hex(thresholdOf(ratio))}`)).toBe(BigInt(Math.floor(ratio * 2 ** 64)));
      }),
    );
  });
});

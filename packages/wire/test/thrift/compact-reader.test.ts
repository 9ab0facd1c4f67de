// Forms that no writer of npm thrift produces.
import { describe, expect, test } from 'vitest';
import { CompactReader } from '../../src/thrift/compact-reader.ts';
import { BOOL, fieldOf, I32, I64, LIST } from '../../src/thrift/thrift-types.ts';
import { paddedVarint, varint } from '../raw-proto.ts';

const compact = (...bytes: readonly number[]): CompactReader => new CompactReader(Uint8Array.from(bytes));

describe('CompactReader', () => {
  test('varints of up to ten bytes are taken', () => {
    for (let length = 1; length <= 10; length++) {
      const r = new CompactReader(paddedVarint(2, length));
      expect([r.int32(), r.pos]).toEqual([1, length]);
    }
  });

  test('bits above 2^64 of a tenth byte fall off', () => {
    const r = compact(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f);
    r.int64();
    expect([r.hi, r.lo]).toEqual([0x7fff_ffff, 0xffff_ffff]);
  });

  test.for([
    { length: 11, text: 'varint longer than 10 bytes at byte 0' },
    { length: 100, text: 'varint longer than 10 bytes at byte 0' },
  ])('a varint of $length bytes is refused', ({ length, text }) => {
    expect(() => new CompactReader(paddedVarint(1, length)).int64()).toThrow(text);
  });

  test.for([1, 5, 9])('a varint that ends after %i bytes is refused at the end', (length) => {
    expect(() => new CompactReader(paddedVarint(1, 10).slice(0, length)).int64()).toThrow(
      `unexpected EOF at byte ${length}`,
    );
  });

  test.for([
    { value: 0xffff_ffffn, hi: 0, lo: 0xffff_ffff },
    { value: 2n ** 28n, hi: 0, lo: 2 ** 28 },
    { value: 2n ** 56n - 1n, hi: 0x00ff_ffff, lo: 0xffff_ffff },
    { value: 2n ** 56n, hi: 0x0100_0000, lo: 0 },
    { value: 2n ** 63n - 1n, hi: 0x7fff_ffff, lo: 0xffff_ffff },
    { value: -1n, hi: 0xffff_ffff, lo: 0xffff_ffff },
    { value: -(2n ** 63n), hi: 0x8000_0000, lo: 0 },
  ])('$value has the halves $hi and $lo', ({ value, hi, lo }) => {
    const r = new CompactReader(varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))));
    r.int64();
    expect([r.hi, r.lo]).toEqual([hi, lo]);
  });

  test('a field id is a step from the last one of its own struct', () => {
    const r = compact(0x15, 0x02, 0x1c, 0x25, 0x04, 0x00, 0x25, 0x06, 0x00);
    const outer = r.beginStruct();
    expect([r.field(), r.int32()]).toEqual([fieldOf(1, I32), 1]);
    r.field();
    const inner = r.beginStruct();
    expect([r.field(), r.int32(), r.field()]).toEqual([fieldOf(2, I32), 2, 0]);
    r.endStruct(inner);
    expect([r.field(), r.int32(), r.field()]).toEqual([fieldOf(4, I32), 3, 0]);
    r.endStruct(outer);
  });

  test('field ids may be written out and go backwards', () => {
    const r = compact(0x06, 0x14, 0x02, 0x06, 0x02, 0x04, 0x00);
    expect(r.field()).toBe(fieldOf(10, I64));
    r.int64();
    expect(r.field()).toBe(fieldOf(1, I64));
  });

  test('a boolean in a field head takes no byte, one in a list takes one', () => {
    const r = compact(0x11, 0x12, 0x19, 0x21, 0x01, 0x02, 0x00);
    expect([r.field(), r.bool(), r.field(), r.bool(), r.field()]).toEqual([
      fieldOf(1, BOOL),
      true,
      fieldOf(2, BOOL),
      false,
      fieldOf(3, LIST),
    ]);
    expect([r.listSize(), r.bool(), r.bool(), r.field()]).toEqual([2, true, false, 0]);
  });

  test('a boolean that is passed over leaves nothing for the next', () => {
    const r = compact(0x11, 0x19, 0x11, 0x02, 0x00);
    r.skip(r.field());
    r.field();
    r.listSize();
    expect(r.bool()).toBe(false);
  });

  test.for([0x1d, 0x1e, 0x1f])('a field of type %i is refused', (head) => {
    expect(() => compact(head, 0).field()).toThrow(`unknown compact thrift type ${head & 15} at byte 0`);
  });

  test('a list of an unknown type is refused unless it is empty', () => {
    expect(() => compact(0x1d, 0).listSize()).toThrow('unknown compact thrift type at byte 0');
  });

  test('a length beyond 2^31 is refused', () => {
    expect(() => new CompactReader(varint(2 ** 31)).stringEnd()).toThrow('size over 2^31 at byte 0');
    expect(() => new CompactReader(varint(2n ** 40n)).stringEnd()).toThrow('size over 2^31 at byte 0');
  });

  test('a text longer than the bytes is refused where its length stands', () => {
    expect(() => compact(0x05, 0x61, 0x62).stringEnd()).toThrow('unexpected EOF at byte 0');
  });

  test('doubles are little-endian', () => {
    const r = compact(0, 0, 0, 0, 0, 0, 0x04, 0x40);
    r.double();
    expect([r.hi, r.lo]).toEqual([0x4004_0000, 0]);
  });
});

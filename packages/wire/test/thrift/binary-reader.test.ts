// Forms that no writer of npm thrift produces.
import { describe, expect, test } from 'vitest';
import { BinaryReader } from '../../src/thrift/binary-reader.ts';
import { fieldOf, I64 } from '../../src/thrift/thrift-types.ts';

const binary = (...bytes: readonly number[]): BinaryReader => new BinaryReader(Uint8Array.from(bytes));

describe('BinaryReader', () => {
  test('halves of a 64-bit value are unsigned', () => {
    const r = binary(0xff, 0xff, 0xff, 0xfe, 0x80, 0, 0, 1);
    r.int64();
    expect([r.hi, r.lo]).toEqual([0xffff_fffe, 0x8000_0001]);
  });

  test('field ids are signed', () => {
    expect(binary(0x0a, 0xff, 0xff).field()).toBe(fieldOf(-1, I64));
  });

  test('only 1 is true', () => {
    expect([binary(1).bool(), binary(0).bool(), binary(2).bool()]).toEqual([true, false, false]);
  });

  test('integers of all widths are signed', () => {
    expect([binary(0x80, 0).int16(), binary(0xff, 0xff, 0xff, 0xff).int32()]).toEqual([-32_768, -1]);
  });

  test.for([
    {
      title: 'a length',
      read: (r: BinaryReader) => r.stringEnd(),
      bytes: [0xff, 0xff, 0xff, 0xff],
      text: 'negative length -1 at byte 0',
    },
    {
      title: 'the size of a list',
      read: (r: BinaryReader) => r.listSize(),
      bytes: [12, 0xff, 0xff, 0xff, 0xff],
      text: 'negative size -1 at byte 0',
    },
    {
      title: 'the size of a map',
      read: (r: BinaryReader) => r.skip(13),
      bytes: [8, 8, 0x80, 0, 0, 0],
      text: 'negative size -2147483648 at byte 0',
    },
  ])('$title below zero is refused', ({ read, bytes, text }) => {
    expect(() => read(binary(...bytes))).toThrow(text);
  });

  test.for([1, 5, 7, 9])('type %i is refused in a list, and in a field when it is passed over', (type) => {
    expect(() => binary(type, 0, 0, 0, 1, 0).listSize()).toThrow(`unknown thrift type ${type} at byte 0`);
    const r = binary(type, 0, 1, 0);
    const field = r.field();
    expect(() => r.skip(field)).toThrow(`unknown thrift type ${type} at byte 3`);
  });

  test.for([16, 17, 0x1f, 0xff])('a field of type %i is refused', (type) => {
    expect(() => binary(type, 0, 1, 0).field()).toThrow(`unknown thrift type ${type} at byte 0`);
  });

  test('a text longer than the bytes is refused where its length stands', () => {
    expect(() => binary(0, 0, 0, 5, 0x61).stringEnd()).toThrow('unexpected EOF at byte 0');
  });

  test('a list of numbers is passed over in one step, and refused when it is cut off', () => {
    const r = binary(10, 0, 0, 0, 2, ...new Array<number>(16).fill(7));
    r.skip(15);
    expect(r.pos).toBe(21);
    expect(() => binary(10, 0, 0, 0, 2, ...new Array<number>(15).fill(7)).skip(15)).toThrow('2 elements in 15 bytes');
  });
});

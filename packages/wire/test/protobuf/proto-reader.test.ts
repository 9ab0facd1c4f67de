import { TracingError } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtoReader } from '../../src/protobuf/proto-reader.ts';
import { cat, field, fixed32Field, fixed64Field, paddedVarint, tag, varint, varintField } from '../raw-proto.ts';

const MAX_64 = 2n ** 64n - 1n;

function error(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof TracingError && thrown.code === 'PAYLOAD_MALFORMED') return thrown.message;
    throw thrown;
  }
  return 'no error';
}

function value64(reader: ProtoReader): bigint {
  return (BigInt(reader.hi) << 32n) | BigInt(reader.lo);
}

describe('varint', () => {
  test('leaves all 64 bits in lo and hi, at any length up to 10 bytes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_64 }), fc.integer({ min: 1, max: 10 }), (value, length) => {
        const bytes = paddedVarint(value, length);
        const reader = new ProtoReader(bytes);
        reader.varint();
        expect([value64(reader), reader.pos]).toEqual([value, bytes.length]);
      }),
    );
  });

  test('answers the value itself up to 2^53', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(new ProtoReader(varint(value)).varint()).toBe(value);
      }),
    );
  });

  test('bits above the 64th are dropped', () => {
    const reader = new ProtoReader(cat(new Uint8Array(9).fill(0xff), Uint8Array.of(0x7f)));
    reader.varint();
    expect(value64(reader)).toBe(MAX_64);
  });

  const cases = [
    { title: 'nothing left', bytes: [], text: 'unexpected EOF at byte 0' },
    { title: 'cut short', bytes: [0x80, 0x80], text: 'unexpected EOF at byte 2' },
    { title: 'eleven bytes', bytes: new Array<number>(11).fill(0x80), text: 'varint longer than 10 bytes at byte 0' },
  ];
  test.for(cases)('refuses: $title', ({ bytes, text }) => {
    expect(error(() => new ProtoReader(Uint8Array.from(bytes)).varint())).toBe(text);
  });

  test('does not read past the end of its message, though the buffer goes on', () => {
    expect(error(() => new ProtoReader(Uint8Array.of(0x80, 0x01), 0, 1).varint())).toBe('unexpected EOF at byte 1');
  });

  test('uint32 keeps the low half: a negative enum is a large number', () => {
    expect(new ProtoReader(varint(BigInt.asUintN(64, -1n))).uint32()).toBe(0xffff_ffff);
  });
});

describe('tag', () => {
  test('is field number * 8 + wire type, to the largest field number', () => {
    expect(new ProtoReader(tag(2 ** 29 - 1, 5)).tag()).toBe((2 ** 29 - 1) * 8 + 5);
  });

  test.for([0n, 7n, 2n ** 32n, 2n ** 63n])('%s is illegal', (value) => {
    expect(error(() => new ProtoReader(varint(value)).tag())).toBe('illegal tag at byte 0');
  });
});

describe('lengthEnd', () => {
  test('may reach the end of the message', () => {
    expect(new ProtoReader(Uint8Array.of(2, 0, 0)).lengthEnd()).toBe(3);
  });

  test.for([2n, 2n ** 31n, 2n ** 32n, 2n ** 63n, MAX_64])('%s bytes in a message of one are too many', (length) => {
    expect(error(() => new ProtoReader(cat(varint(length), Uint8Array.of(0))).lengthEnd())).toBe(
      'unexpected EOF at byte 0',
    );
  });
});

describe('fixed', () => {
  test('fixed64 is little-endian', () => {
    const reader = new ProtoReader(fixed64Field(1, 0x0102_0304_f506_0708n));
    reader.tag();
    reader.fixed64();
    expect([reader.lo, reader.hi]).toEqual([0xf506_0708, 0x0102_0304]);
  });

  test('fixed32 is unsigned', () => {
    const reader = new ProtoReader(fixed32Field(1, 0xfedc_ba98));
    reader.tag();
    expect(reader.fixed32()).toBe(0xfedc_ba98);
  });

  test.for([
    { title: 'fixed64', read: (reader: ProtoReader) => reader.fixed64() },
    { title: 'fixed32', read: (reader: ProtoReader) => reader.fixed32() },
  ])('$title cut short is refused', ({ read }) => {
    expect(error(() => read(new ProtoReader(new Uint8Array(3), 1)))).toBe('unexpected EOF at byte 1');
  });
});

describe('skip', () => {
  test.for([
    { title: 'varint', bytes: varintField(3, MAX_64) },
    { title: 'fixed64', bytes: fixed64Field(3, 1n) },
    { title: 'length', bytes: field(3, 'text') },
    { title: 'fixed32', bytes: fixed32Field(3, 1) },
  ])('passes over a $title', ({ bytes }) => {
    const reader = new ProtoReader(bytes);
    reader.skip(reader.tag());
    expect(reader.pos).toBe(bytes.length);
  });

  test.for([
    { title: 'varint', bytes: varintField(3, MAX_64) },
    { title: 'fixed64', bytes: fixed64Field(3, 1n) },
    { title: 'length', bytes: field(3, 'text') },
    { title: 'fixed32', bytes: fixed32Field(3, 1) },
  ])('refuses a $title cut short anywhere', ({ bytes }) => {
    for (let length = 1; length < bytes.length; length++) {
      const reader = new ProtoReader(bytes.slice(0, length));
      expect(error(() => reader.skip(reader.tag()))).toMatch(/^unexpected EOF at byte \d+$/);
    }
  });

  test.for([3, 4, 6, 7])('refuses wire type %i', (wire) => {
    const reader = new ProtoReader(tag(2, wire));
    expect(error(() => reader.skip(reader.tag()))).toBe(`wire type ${wire} of field 2 is not supported at byte 1`);
  });
});

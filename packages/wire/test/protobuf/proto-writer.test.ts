import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtoWriter } from '../../src/protobuf/proto-writer.ts';
import { cat, field, fixed32Field, fixed64Field, tag, varint, varintField } from '../raw-proto.ts';

function written(write: (w: ProtoWriter) => void): Uint8Array {
  const w = new ProtoWriter(1); // so small that every write has to grow it
  write(w);
  return w.finish();
}

describe('fields', () => {
  test('uint writes minimal varints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.maxSafeNat(), (number, value) => {
        expect(written((w) => w.uint(number, value))).toEqual(varintField(number, value));
      }),
    );
  });

  test('int writes two’s complement, numbers and bigints alike', () => {
    const values = fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
    fc.assert(
      fc.property(values, (value) => {
        expect(written((w) => w.int(3, value))).toEqual(varintField(3, BigInt.asUintN(64, BigInt(value))));
      }),
    );
  });

  test('text writes UTF-8 of any length, lone surrogates as U+FFFD', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ maxLength: 60 }),
      fc.constant('\ud800'),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(written((w) => w.text(5, text))).toEqual(field(5, text));
      }),
    );
  });

  test.for([41, 42, 43, 127, 128, 16_383, 16_384])('a text of %i three-byte characters', (length) => {
    const text = '€'.repeat(length);
    expect(written((w) => w.text(1, text))).toEqual(field(1, text));
  });

  test('hex writes the bytes of an id', () => {
    expect(written((w) => w.hex(1, '00ff10ab'))).toEqual(field(1, Uint8Array.of(0, 255, 16, 171)));
  });

  test.for([0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324])('double %d', (value) => {
    const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
    expect(written((w) => w.double(4, value))).toEqual(fixed64Field(4, bits));
  });

  test('fixed and bytes and bool', () => {
    const bytes = written((w) => {
      w.fixed32(1, 0xfedc_ba98);
      w.fixed64(2, 0x0102_0304, 0xf506_0708);
      w.bytes(3, Uint8Array.of(1, 2));
      w.bool(4, true);
      w.bool(4, false);
    });
    const fixed = cat(fixed32Field(1, 0xfedc_ba98), fixed64Field(2, 0xf506_0708_0102_0304n));
    expect(bytes).toEqual(cat(fixed, field(3, Uint8Array.of(1, 2)), varintField(4, 1), varintField(4, 0)));
  });
});

describe('nested messages', () => {
  test.for([0, 1, 127, 128, 16_383, 16_384, 300_000])('get the length of %i bytes in front', (length) => {
    const content = new Uint8Array(length).fill(7);
    const inner = cat(tag(2, 2), varint(length), content);
    const bytes = written((w) => {
      const outer = w.open(1);
      w.bytes(2, content);
      w.close(outer);
      w.uint(3, 1);
    });
    expect(bytes).toEqual(cat(field(1, inner), varintField(3, 1)));
  });

  test('nest', () => {
    const bytes = written((w) => {
      const outer = w.open(1);
      for (let i = 0; i < 100; i++) {
        const inner = w.open(20);
        w.uint(1, i);
        w.close(inner);
      }
      w.close(outer);
    });
    expect(bytes).toEqual(field(1, ...Array.from({ length: 100 }, (_, i) => field(20, varintField(1, i)))));
  });
});

test('finish copies, reset starts over', () => {
  const w = new ProtoWriter();
  w.uint(1, 1);
  const first = w.finish();
  w.reset();
  w.uint(2, 2);
  expect([first, w.finish()]).toEqual([varintField(1, 1), varintField(2, 2)]);
});

describe('parts that were written elsewhere', () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);

  test('range, raw and append copy any length', () => {
    const other = new ProtoWriter(1);
    for (const length of [0, 1, 48, 49, 300]) {
      expect(written((w) => w.range(5, bytes, 0, length))).toEqual(field(5, bytes.slice(0, length)));
      expect(written((w) => w.raw(bytes, 0, length))).toEqual(bytes.slice(0, length));
      other.reset();
      other.raw(bytes, 0, length);
      expect(written((w) => w.append(other))).toEqual(bytes.slice(0, length));
    }
  });

  test('a nested message of a known size needs no end', () => {
    const got = written((w) => {
      w.sized(3, 200);
      w.raw(bytes, 0, 200);
    });
    expect(got).toEqual(field(3, bytes.slice(0, 200)));
  });

  test('a text attribute is a KeyValue, of any length', () => {
    for (const [key, text] of [
      [0, 0],
      [1, 1],
      [10, 100],
      [60, 60],
      [59, 60],
      [100, 300],
      [300, 1],
      [1, 118],
      [1, 119],
    ] as const) {
      const got = written((w) => w.textAttribute(9, bytes, 0, key, bytes, 0, text));
      expect(got).toEqual(field(9, field(1, bytes.slice(0, key)), field(2, field(1, bytes.slice(0, text)))));
    }
  });
});

describe('memory', () => {
  test('written is a view, isSame compares it', () => {
    const w = new ProtoWriter(8);
    w.raw(Uint8Array.of(1, 2, 3), 0, 3);
    expect(w.written()).toEqual(Uint8Array.of(1, 2, 3));
    expect(
      [
        [1, 2, 3],
        [1, 2],
        [1, 2, 4],
        [1, 2, 3, 0],
      ].map((bytes) => w.isSame(Uint8Array.from(bytes))),
    ).toEqual([true, false, false, false]);
  });

  test('restart keeps memory between what is wanted and what is kept', () => {
    const capacityAfter = (first: number, capacity: number, kept: number): number => {
      const w = new ProtoWriter(first);
      w.restart(capacity, kept);
      expect(w.length).toBe(0);
      return w.written().buffer.byteLength;
    };
    expect([
      capacityAfter(100, 50, 200),
      capacityAfter(100, 150, 200),
      capacityAfter(300, 50, 200),
      capacityAfter(300, 250, 200),
      capacityAfter(300, 300, 200),
    ]).toEqual([100, 150, 50, 250, 300]);
  });
});

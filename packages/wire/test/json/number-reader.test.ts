import { TracingError } from '@spoor/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonReader } from '../../src/json/json-reader.ts';
import { NumberReader } from '../../src/json/number-reader.ts';

function reading<T>(text: string, read: (numbers: NumberReader) => T): T {
  return read(new NumberReader(new JsonReader(Buffer.from(text))));
}

function unsigned64(text: string): bigint {
  return reading(text, (numbers) => {
    numbers.unsigned64();
    return (BigInt(numbers.hi) << 32n) | BigInt(numbers.lo);
  });
}

function signed64(text: string): bigint {
  return reading(text, (numbers) => {
    numbers.signed64();
    return BigInt.asIntN(64, (BigInt(numbers.hi) << 32n) | BigInt(numbers.lo));
  });
}

const unsigned = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.maxSafeNat().map(BigInt));
const signed = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.maxSafeInteger().map(BigInt));

describe('64-bit integers', () => {
  test('are exact, quoted or not, with leading zeros when quoted', () => {
    fc.assert(
      fc.property(unsigned, fc.nat(30), (value, zeros) => {
        expect(unsigned64(`${value}`)).toBe(value);
        expect(unsigned64(`"${'0'.repeat(zeros)}${value}"`)).toBe(value);
      }),
    );
    fc.assert(
      fc.property(signed, (value) => {
        expect(signed64(`${value}`)).toBe(value);
        expect(signed64(`"${value}"`)).toBe(value);
      }),
    );
  });

  test('outside their range are refused', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 80n }), (beyond) => {
        expect(() => unsigned64(`${2n ** 64n + beyond}`)).toThrow(TracingError);
        expect(() => signed64(`${2n ** 63n + beyond}`)).toThrow(TracingError);
        expect(() => signed64(`"${-(2n ** 63n) - 1n - beyond}"`)).toThrow(TracingError);
      }),
    );
  });

  test.each(['""', '"+"', '"-"', '" 1"', '"1 "', '"1_0"', '"0x1"', '"+-1"', '1.0', '1e3', 'true', '{}'])(
    '%s is none',
    (text) => {
      expect(() => signed64(text)).toThrow(TracingError);
    },
  );
});

describe('doubles', () => {
  test('are those of JSON.parse, quoted or not', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = Object.is(value, -0) ? '-0' : String(value);
        expect(reading(text, (numbers) => numbers.double())).toBe(value);
        expect(reading(`"${text}"`, (numbers) => numbers.double())).toBe(value);
      }),
    );
  });

  const named = ['NaN', 'nan', 'inf', '+Inf', '-INF', 'Infinity', '+Infinity', '-Infinity'];
  test.each(named)('%s is a double in quotes only', (text) => {
    expect(Number.isFinite(reading(`"${text}"`, (numbers) => numbers.double()))).toBe(false);
    expect(() => reading(text, (numbers) => numbers.double())).toThrow(TracingError);
  });

  test.each(['""', '"."', '"1e"', '1e309', '"-1e309"', '"1,5"', '"0x1p4"', 'null', '{}'])('%s is none', (text) => {
    expect(() => reading(text, (numbers) => numbers.double())).toThrow(TracingError);
  });
});

describe('doubles of millions of digits', () => {
  const digits = '1'.repeat(5_000_000);
  const cases = [
    { title: 'digits and then none', text: `"${digits}x"` },
    { title: 'digits after the point and then none', text: `"1.${digits}x"` },
    { title: 'digits of the exponent and then none', text: `"1e${digits}x"` },
    { title: 'too large a number', text: digits },
  ];
  for (const { title, text } of cases) {
    test(`take time by their length: ${title}`, () => {
      const before = process.cpuUsage();
      expect(() => reading(text, (numbers) => numbers.double())).toThrow(TracingError);
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(150);
    });
  }

  test('are rounded like short ones', () => {
    expect(reading(`0.${digits}`, (numbers) => numbers.double())).toBe(1 / 9);
  });
});

describe('32-bit integers', () => {
  test('hold their range and no more', () => {
    expect(reading('4294967295', (numbers) => numbers.unsigned32())).toBe(4_294_967_295);
    expect(() => reading('4294967296', (numbers) => numbers.unsigned32())).toThrow('unsigned 32-bit');
    expect(reading('-2147483648', (numbers) => numbers.signed32())).toBe(-2_147_483_648);
    expect(() => reading('-2147483649', (numbers) => numbers.signed32())).toThrow('32-bit');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goDurationText, parseGoDuration } from '../../src/config/go-duration.ts';

describe('parseGoDuration accepts what Go accepts', () => {
  test.each([
    ['0', 0],
    ['+0', 0],
    ['0s', 0],
    ['5s', 5_000],
    ['1h2m3.5s', 3_723_500],
    ['-1.5h', -5_400_000],
    ['.5s', 500],
    ['5.s', 5_000],
    ['10ms', 10],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['250μs', 0.25],
    ['1000000ns', 1],
    ['1s1s', 2_000],
    ['2562047h47m16.854775807s', 9_223_372_036_854.775],
  ])('%s', (text, ms) => {
    expect(parseGoDuration(text)).toBeCloseTo(ms, 6);
  });
});

describe('parseGoDuration refuses what Go refuses', () => {
  test.each(['', '5', '-', '+', '.s', 's', '5 s', ' 5s', '1d', '5S', '1e3s', '--5s', '1h2', '9223372037s', '0x1s'])(
    '"%s"',
    (text) => {
      expect(parseGoDuration(text)).toBeNull();
    },
  );

  test('a text of a million digits, without reading it', () => {
    expect(parseGoDuration(`${'9'.repeat(1_000_000)}s`)).toBeNull();
  });
});

describe('goDurationText prints as Go prints', () => {
  test.each([
    [0, '0s'],
    [0.0000004, '0s'],
    [0.000001, '1ns'],
    [0.0015, '1.5µs'],
    [1, '1ms'],
    [1.25, '1.25ms'],
    [1_278, '1.278s'],
    [25_240, '25.24s'],
    [60_000, '1m0s'],
    [90_500, '1m30.5s'],
    [3_600_000, '1h0m0s'],
    [97_200_000, '27h0m0s'],
    [-1_500, '-1.5s'],
  ])('%d ms is %s', (ms, text) => {
    expect(goDurationText(ms)).toBe(text);
  });

  test('and parseGoDuration reads it back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        expect(parseGoDuration(goDurationText(ms))).toBeCloseTo(ms, 5);
      }),
    );
  });
});

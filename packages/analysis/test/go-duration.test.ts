import { describe, expect, test } from 'vitest';
import { goDurationText } from '../src/index.ts';

describe('Go duration text', () => {
  const cases: readonly (readonly [number | bigint, string])[] = [
    [0, '0s'],
    [1, '1ns'],
    [999, '999ns'],
    [1000, '1µs'],
    [1500, '1.5µs'],
    [1_000_000, '1ms'],
    [-90_000_000, '-90ms'],
    [99_875_000, '99.875ms'],
    [1_000_000_000, '1s'],
    [-4_960_000_000, '-4.96s'],
    [20_040_000_000, '20.04s'],
    [60_000_000_000, '1m0s'],
    [60_500_000_000, '1m0.5s'],
    [3_600_000_000_000, '1h0m0s'],
    [97_200_000_000_000, '27h0m0s'],
    [-1_768_471_200_001_750_001n, '-491242h0m0.001750001s'],
    [2n ** 63n - 1n, '2562047h47m16.854775807s'],
  ];
  for (const [ns, want] of cases) test(`${ns} ns is ${want}`, () => expect(goDurationText(ns)).toBe(want));
});

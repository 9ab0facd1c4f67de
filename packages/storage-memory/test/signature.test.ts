import { expect, test } from 'vitest';
import { addToken, laneOf, lanesWith, SIGNATURE_WORDS } from '../src/signature.ts';

function token(n: number): number {
  const mixed = Math.imul(n ^ (n >>> 15), 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
}

test('rows of 32 share a lane', () => {
  expect([laneOf(0), laneOf(31), laneOf(32), laneOf(1023)]).toEqual([1, 1, 2, 1 << 31]);
});

test('a token is found in each lane it was added to', () => {
  const signature = new Uint32Array(SIGNATURE_WORDS);
  addToken(signature, 0x12345678, laneOf(0));
  addToken(signature, 0x12345678, laneOf(1023));
  expect(lanesWith(signature, 0x12345678)).toBe(laneOf(0) | laneOf(1023));
});

test('a negative token is a token like others', () => {
  const signature = new Uint32Array(SIGNATURE_WORDS);
  addToken(signature, -7, laneOf(40));
  expect(lanesWith(signature, -7)).toBe(laneOf(40));
});

test('of absent tokens few look present: under one lane of a hundred at three distinct tokens a row', () => {
  const signature = new Uint32Array(SIGNATURE_WORDS);
  for (let row = 0; row < 1024; row++) {
    for (let n = 0; n < 3; n++) addToken(signature, token(row * 3 + n), laneOf(row));
  }
  let present = 0;
  for (let n = 100_000; n < 110_000; n++) {
    for (let lanes = lanesWith(signature, token(n)); lanes !== 0; lanes &= lanes - 1) present++;
  }
  expect(present / (10_000 * 32)).toBeLessThan(0.01);
});

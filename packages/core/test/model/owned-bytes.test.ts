import { expect, test } from 'vitest';
import { ownedBytes } from '../../src/index.ts';

test('bytes that fill their buffer are taken as they are, others are copied', () => {
  const whole = Buffer.allocUnsafeSlow(1_000);
  expect(ownedBytes(whole).buffer).toBe(whole.buffer);
  expect(ownedBytes(whole.subarray(5)).buffer).toBe(whole.buffer);
  const part = ownedBytes(whole.subarray(500));
  expect([part.buffer.byteLength, part.length]).toEqual([500, 500]);
  const pooled = ownedBytes(Buffer.from('pooled'));
  expect([Buffer.from(pooled).toString(), pooled.buffer.byteLength, pooled.constructor]).toEqual([
    'pooled',
    6,
    Uint8Array,
  ]);
});

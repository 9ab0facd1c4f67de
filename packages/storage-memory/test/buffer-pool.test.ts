import { expect, test } from 'vitest';
import { BufferPool } from '../src/buffer-pool.ts';

test('what is taken and counted is used, what is given back is not', () => {
  const pool = new BufferPool(1000);
  const buffer = pool.take(100);
  pool.count(50);
  expect(pool.usedBytes).toBe(150);
  pool.give(buffer);
  pool.count(-50);
  expect(pool.usedBytes).toBe(0);
});

test('a buffer that came back serves the next taker of its size', () => {
  const pool = new BufferPool(10_000);
  const buffer = pool.take(100);
  pool.give(buffer);
  expect(pool.take(100)).toBe(buffer);
});

test('a buffer that came back does not serve a taker of another size', () => {
  const pool = new BufferPool(10_000);
  pool.give(pool.take(100));
  expect(pool.take(101).byteLength).toBe(101);
  expect(pool.heldBytes).toBe(201);
});

test('idle buffers count as held', () => {
  const pool = new BufferPool(10_000);
  pool.give(pool.take(100));
  expect([pool.usedBytes, pool.heldBytes]).toEqual([0, 100]);
});

test('at most a sixteenth of the bound lies idle', () => {
  const pool = new BufferPool(1600);
  const buffers = [pool.take(60), pool.take(60)];
  for (const buffer of buffers) pool.give(buffer);
  expect(pool.heldBytes).toBe(60);
});

test('idle buffers go before the bound is passed', () => {
  const pool = new BufferPool(1600);
  pool.give(pool.take(100));
  pool.take(1550);
  expect(pool.heldBytes).toBe(1550);
  const other = new BufferPool(1600);
  other.give(other.take(100));
  other.count(1550);
  expect(other.heldBytes).toBe(1550);
});

const fits = [
  { title: 'exactly the rest fits', used: 900, asked: 100, want: true },
  { title: 'one byte more does not', used: 900, asked: 101, want: false },
  { title: 'nothing always fits under the bound', used: 1000, asked: 0, want: true },
  { title: 'nothing does not fit once the bound is passed', used: 1001, asked: 0, want: false },
] as const;
for (const c of fits) {
  test(c.title, () => {
    const pool = new BufferPool(1000);
    pool.count(c.used);
    expect(pool.fits(c.asked)).toBe(c.want);
  });
}

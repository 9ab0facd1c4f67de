import { describe, expect, test } from 'vitest';
import { ByteBudget, overBudget } from '../../src/index.ts';

describe('ByteBudget', () => {
  test('admits exactly its capacity', () => {
    const budget = new ByteBudget(100);
    expect([budget.reserve(60), budget.reserve(40), budget.reserve(1)]).toEqual([true, true, false]);
    expect([budget.used, budget.capacity]).toEqual([100, 100]);
  });

  test('a refusal reserves nothing', () => {
    const budget = new ByteBudget(100);
    budget.reserve(60);
    expect(budget.reserve(41)).toBe(false);
    expect(budget.used).toBe(60);
    expect(budget.reserve(40)).toBe(true);
  });

  test('what was released can be reserved again', () => {
    const budget = new ByteBudget(10);
    budget.reserve(10);
    budget.release(4);
    expect([budget.reserve(5), budget.reserve(4)]).toEqual([false, true]);
  });

  test('releasing more than was reserved is a mistake of ours and says so', () => {
    const budget = new ByteBudget(10);
    budget.reserve(3);
    expect(() => budget.release(4)).toThrow('released 4 bytes of 3 reserved');
  });

  test.each([0, -1, Number.NaN])('a capacity of %d is refused', (capacity) => {
    expect(() => new ByteBudget(capacity)).toThrow(RangeError);
  });

  test('the refusal says how full it is and when to come back', () => {
    const budget = new ByteBudget(10);
    budget.reserve(9);
    const error = overBudget(budget, 5, 1500);
    expect(error).toMatchObject({ code: 'OVER_CAPACITY', retryAfterMs: 1500 });
    expect(error.message).toContain('9 of 10 bytes');
  });
});

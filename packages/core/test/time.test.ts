import { describe, expect, test } from 'vitest';
import { nanosText, systemTimers } from '../src/index.ts';

describe('nanosText', () => {
  const cases = [
    { title: 'today, beyond 2^53 ns', us: 1_768_471_200_000_000, rem: 1, want: '1768471200000000001' },
    { title: 'the epoch', us: 0, rem: 0, want: '0' },
    { title: 'one nanosecond before the epoch', us: -1, rem: 999, want: '-1' },
    { title: 'the largest exact microsecond', us: Number.MAX_SAFE_INTEGER, rem: 999, want: '9007199254740991999' },
  ];
  test.each(cases)('is exact: $title', ({ us, rem, want }) => {
    expect(nanosText(us, rem)).toBe(want);
  });
});

describe('systemTimers', () => {
  test('run later, not at once', async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      systemTimers.after(0, () => {
        order.push('timer');
        resolve();
      });
      order.push('caller');
    });
    expect(order).toEqual(['caller', 'timer']);
  });

  test('a cancelled timer never runs, its neighbour does', async () => {
    let ran = 0;
    const cancel = systemTimers.after(1, () => {
      ran += 1;
    });
    const later = new Promise<void>((resolve) => systemTimers.after(5, resolve));
    cancel();
    await later;
    expect(ran).toBe(0);
  });
});

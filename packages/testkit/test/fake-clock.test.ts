import { expect, test } from 'vitest';
import { FakeClock } from '../src/fake-clock.ts';

test('time stands still until it is moved', () => {
  const clock = new FakeClock(1_000);
  expect([clock.nowMs(), clock.nowMs(), clock.monotonicMs()]).toEqual([1_000, 1_000, 0]);
  clock.advance(250);
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([1_250, 250]);
});

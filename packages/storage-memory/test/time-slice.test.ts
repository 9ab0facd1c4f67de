// How long a scan goes on before others have their turn.
import { expect, test } from 'vitest';
import { TimeSlice, Turn } from '../src/time-slice.ts';
import { call } from './support.ts';

interface Setup {
  readonly slice: (turn?: Turn) => TimeSlice;
  readonly pass: (ms: number) => void;
}

function setup(): Setup {
  let nowMs = 0;
  const clock = { nowMs: () => 0, monotonicMs: () => nowMs };
  return {
    slice: (turn) => new TimeSlice(clock, call(), turn),
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

test('a scan alone pauses after 8 ms', () => {
  const { slice, pass } = setup();
  const alone = slice();
  pass(7.9);
  expect(alone.spent).toBe(false);
  pass(0.1);
  expect(alone.spent).toBe(true);
});

test('many scans together take no longer than one before others have their turn', async () => {
  const { slice, pass } = setup();
  const turn = new Turn();
  const paused = Array.from({ length: 7 }, () => slice(turn).pause());
  const last = slice(turn);
  pass(0.9);
  expect(last.spent).toBe(false);
  pass(0.1);
  expect(last.spent).toBe(true);
  await Promise.all(paused);
  expect(slice(turn).spent).toBe(false);
  expect(turn.waiting).toBe(0);
});

test('a clock that stands still does not make a scan endless', () => {
  const alone = setup().slice();
  const spent = Array.from({ length: 128 }, () => alone.spent);
  expect([spent[0], spent[127]]).toEqual([false, true]);
});

// How long an answer goes on before others have their turn.
import { FakeClock } from '@spoor/testkit';
import { expect, test } from 'vitest';
import { Pace, Turn } from '../../src/http/pace.ts';

test('an answer alone rests after 8 ms', async () => {
  const clock = new FakeClock();
  const pace = new Pace(clock, new Turn());
  clock.advance(7.9);
  expect(pace.due).toBe(false);
  clock.advance(0.1);
  expect(pace.due).toBe(true);
  await pace.rest();
  expect(pace.due).toBe(false);
});

test('many answers together take no longer than one before others have their turn', async () => {
  const [clock, turn] = [new FakeClock(), new Turn()];
  const resting = Array.from({ length: 7 }, () => new Pace(clock, turn).rest());
  const last = new Pace(clock, turn);
  clock.advance(0.9);
  expect(last.due).toBe(false);
  clock.advance(0.1);
  expect(last.due).toBe(true);
  await Promise.all(resting);
  expect(turn.resting).toBe(0);
});

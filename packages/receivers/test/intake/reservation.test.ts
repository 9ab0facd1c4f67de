import { ByteBudget, TracingError } from '@spoor/core';
import { expect, test } from 'vitest';
import { IntakeCall } from '../../src/intake/intake-call.ts';
import { Reservation } from '../../src/intake/reservation.ts';
import { retryAfterMs } from '../../src/intake/retry-after.ts';

function codeOf(run: () => void): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof TracingError ? error.code : String(error);
  }
}

test('a reservation gives back exactly what it holds, once', () => {
  const budget = new ByteBudget(100);
  const reservation = new Reservation(budget);
  reservation.grow(60);
  reservation.grow(20);
  reservation.shrink(50);
  expect([budget.used, reservation.room]).toEqual([30, 70]);
  reservation.release();
  reservation.release();
  expect(budget.used).toBe(0);
});

const refusals = [
  { title: 'what others hold', others: 90, own: 0, asked: 20, code: 'OVER_CAPACITY' },
  { title: 'more than the whole budget', others: 0, own: 0, asked: 101, code: 'PAYLOAD_TOO_LARGE' },
  {
    title: 'more than the whole budget with what it holds already',
    others: 0,
    own: 60,
    asked: 41,
    code: 'PAYLOAD_TOO_LARGE',
  },
  { title: 'exactly the rest', others: 50, own: 30, asked: 20, code: 'none' },
] as const;
for (const { title, others, own, asked, code } of refusals) {
  test(`asking for ${title}: ${code}, and a refusal changes nothing`, () => {
    const budget = new ByteBudget(100);
    new Reservation(budget).grow(others);
    const reservation = new Reservation(budget);
    reservation.grow(own);
    expect(codeOf(() => reservation.grow(asked))).toBe(code);
    expect(budget.used).toBe(others + own + (code === 'none' ? asked : 0));
  });
}

test('a call sums up what was rejected and keeps the first reason', () => {
  const call = new IntakeCall('acme');
  expect([call.rejectedSpans, call.rejectedText]).toEqual([0, '']);
  call.onRejected([{ row: 1, reason: 'first' }]);
  call.onRejected([
    { row: 2, reason: 'second' },
    { row: 3, reason: 'third' },
  ]);
  expect(call.rejectedText).toBe('3 spans can never be stored, the first because: first');
});

const advice = [
  { error: new TracingError('OVER_CAPACITY', '', { retryAfterMs: 250 }), afterMs: 250 },
  { error: new TracingError('STORAGE_UNAVAILABLE', ''), afterMs: 1_000 },
  { error: new TracingError('PAYLOAD_MALFORMED', ''), afterMs: null },
  { error: new TracingError('INTERNAL', ''), afterMs: null },
] as const;
for (const { error, afterMs } of advice) {
  test(`${error.code} is to be retried ${afterMs === null ? 'never' : `after ${afterMs} ms`}`, () => {
    expect(retryAfterMs(error)).toBe(afterMs);
  });
}

import type { Timers } from '@spoor/core';
import { expect, test } from 'vitest';
import { ReadGate } from '../../src/grpc-server/read-gate.ts';

/** A gate for two, with a bench for two, whose time the test lets pass. */
function gate(): { readonly gate: ReadGate; readonly expire: () => void; readonly timers: Set<() => void> } {
  const timers = new Set<() => void>();
  const after: Timers['after'] = (_delayMs, run) => {
    timers.add(run);
    return () => timers.delete(run);
  };
  const expire = (): void => {
    for (const run of [...timers]) run();
  };
  return { gate: new ReadGate({ maxReading: 2, maxWaiting: 2, messageTimeoutMs: 1_000 }, { after }), expire, timers };
}

function entering(to: ReadGate, log: string[], names: string): ReturnType<ReadGate['enter']>[] {
  return Array.from(names, (name) =>
    to.enter(
      () => log.push(name),
      () => log.push(`${name} late`),
    ),
  );
}

test('two read, two wait in order, the fifth is turned away', () => {
  const log: string[] = [];
  const { gate: to } = gate();
  const [a, b, c, d, e] = entering(to, log, 'abcde');
  expect([log.join(' '), e]).toEqual(['a b', null]);
  b!.leave();
  expect(log.join(' ')).toBe('a b c');
  a!.leave();
  c!.leave();
  d!.leave();
  expect(log.join(' ')).toBe('a b c d');
});

test('whoever leaves while waiting is not read, and makes room on the bench', () => {
  const log: string[] = [];
  const { gate: to } = gate();
  const [a, , c] = entering(to, log, 'abcd');
  c!.leave();
  expect(entering(to, log, 'e')[0]).not.toBe(null);
  a!.leave();
  expect(log.join(' ')).toBe('a b d');
});

test('leaving twice gives one place back', () => {
  const log: string[] = [];
  const { gate: to } = gate();
  const [a] = entering(to, log, 'abcd');
  a!.leave();
  a!.leave();
  expect(log.join(' ')).toBe('a b c');
});

test('a message that does not arrive in time is told so; one that arrived or waits is not', () => {
  const log: string[] = [];
  const { gate: to, expire, timers } = gate();
  const [a, b] = entering(to, log, 'abc');
  a!.leave();
  expire();
  expect(log.join(' ')).toBe('a b c b late c late');
  b!.leave();
  expect(timers.size).toBe(1);
});

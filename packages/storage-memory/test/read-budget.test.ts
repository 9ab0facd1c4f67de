// What is held while traces are answered, and who waits.
import type { Timers } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { ReadBudget } from '../src/read-budget.ts';

interface Setup {
  readonly budget: ReadBudget;
  readonly timeOut: () => void;
  readonly take: (bytes: number, signal?: AbortSignal) => Promise<() => void>;
}

/** A budget of 100 bytes whose waiting ends when told. */
function setup(): Setup {
  const due = new Set<() => void>();
  const timers: Timers = {
    after(_delayMs, run) {
      due.add(run);
      return () => void due.delete(run);
    },
  };
  const budget = new ReadBudget(100, timers);
  return {
    budget,
    timeOut: () => {
      for (const run of due) run();
    },
    take: (bytes, signal = new AbortController().signal) => budget.take(bytes, signal),
  };
}

/** The names of what is settled by now, in order. */
function watch(promises: Readonly<Record<string, Promise<unknown>>>): string[] {
  const settled: string[] = [];
  for (const [name, promise] of Object.entries(promises)) {
    promise.then(
      () => settled.push(name),
      () => settled.push(`${name} refused`),
    );
  }
  return settled;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a read budget', () => {
  test('lets in what fits and makes the rest wait until there is room', async () => {
    const { take } = setup();
    const release = await take(60);
    const settled = watch({ second: take(60), third: take(60) });
    await turn();
    expect(settled).toEqual([]);
    release();
    await turn();
    expect(settled).toEqual(['second']);
  });

  test('lets small reads pass a large one that waits', async () => {
    const { take } = setup();
    await take(60);
    const settled = watch({ large: take(80), small: take(40) });
    await turn();
    expect(settled).toEqual(['small']);
  });

  test('counts more than all of it as all of it', async () => {
    const { take } = setup();
    const release = await take(1_000);
    const settled = watch({ small: take(1) });
    await turn();
    expect(settled).toEqual([]);
    release();
    await turn();
    expect(settled).toEqual(['small']);
  });

  test('takes bytes back once, however often they are given back', async () => {
    const { take } = setup();
    const release = await take(50);
    await take(50);
    release();
    release();
    await take(50);
    const settled = watch({ more: take(1) });
    await turn();
    expect(settled).toEqual([]);
  });

  test('refuses who waited too long, with advice, and forgets it', async () => {
    const { take, timeOut } = setup();
    const release = await take(100);
    const refused = take(10);
    timeOut();
    await expect(refused).rejects.toMatchObject({ code: 'OVER_CAPACITY', retryAfterMs: 5_000 });
    release();
    expect(await take(100)).toBeTypeOf('function');
  });

  test('forgets who went away while waiting', async () => {
    const { take } = setup();
    const release = await take(100);
    const gone = new AbortController();
    const waiting = take(100, gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    release();
    expect(await take(100)).toBeTypeOf('function');
  });
});

// Without a spool.
import { TracingError } from '@spoor/core';
import { describe, expect, test } from 'vitest';
import { AWAY, names, startReporter } from '../support/reporter-setup.ts';

const MAX_BYTES = 100_000;
/** With `write`'s padding, a tenth of that and no more. */
const TENTH = 9_500;

test('what is written is sent, counted by format', async () => {
  const { reporter, write, answerAll, taken, metric } = bound(await startReporter());
  answerAll(() => null);
  await write(names('a', 3));
  expect(taken).toEqual(names('a', 3));
  expect([metric('batches_submitted_total'), metric('spans_submitted_total'), metric('batch_size')]).toEqual([3, 3, 1]);
  expect(reporter.health().detail).toMatch(/^0 spans wait/);
});

test('no more than eight requests are on their way at once', async () => {
  const { reporter, write, posts } = bound(await startReporter());
  await write(names('a', 12));
  expect([posts.length, reporter.backlogSpans]).toEqual([8, 4]);
});

describe('while no collector answers', () => {
  test('one request at a time asks whether somebody does, less and less often', async () => {
    const { write, answer, posts, timers } = bound(await startReporter());
    await write(names('a', 12));
    answer(AWAY);
    await settled();
    const askedAtMs: number[] = [];
    for (let ms = 0; ms < 10_000; ms += 100) {
      timers.advance(100);
      await settled();
      expect(posts.length).toBeLessThanOrEqual(1);
      if (posts.length > 0) askedAtMs.push(ms + 100);
      answer(AWAY);
      await settled();
    }
    expect(askedAtMs).toEqual([100, 300, 700, 1_500, 3_100, 5_100, 7_100, 9_100]);
  });

  test('a connection that comes up ends the wait', async () => {
    const { reporter, write, answer, answerAll, taken } = bound(await startReporter());
    await write(names('a', 12));
    answer(AWAY);
    await settled();
    answerAll(() => null);
    reporter.connected();
    await settled();
    expect([...taken].sort()).toEqual([...names('a', 12)].sort());
  });

  test('nothing is lost that fits', async () => {
    const { write, later, answerAll, taken, metric } = bound(await startReporter({ maxBytes: MAX_BYTES }));
    answerAll(() => AWAY);
    await write(names('a', 9), TENTH);
    await later(() => false, 20_000);
    answerAll(() => null);
    await later(() => taken.length === 9);
    expect([...taken].sort()).toEqual(names('a', 9));
    expect(metric('spans_failures_total')).toBe(0);
  });

  test('the oldest give way to what is new, counted and told once in ten seconds', async () => {
    const set = bound(await startReporter({ maxBytes: MAX_BYTES }));
    const { reporter, write, later, answerAll, taken, lost, deps, metric } = set;
    answerAll(() => AWAY);
    await write(names('old', 20), TENTH);
    await settled();
    await write(names('new', 8), TENTH);
    await settled();
    expect(reporter.backlogBytes).toBeLessThanOrEqual(MAX_BYTES);
    expect([lost('backlog-full'), metric('spans_failures_total'), metric('batches_failures_total')]).toEqual([
      18, 18, 18,
    ]);
    expect(deps.logged.filter(({ message }) => message === 'spans lost')).toMatchObject([
      { level: 'error', fields: { cause: 'backlog-full', spans: 1 } },
    ]);
    answerAll(() => null);
    await later(() => taken.length === 10);
    expect(taken.filter((operation) => operation.startsWith('new'))).toHaveLength(8);
  });
});

describe('what a collector refuses for good', () => {
  test.each(['INVALID_ARGUMENT', 'PERMISSION_DENIED', 'PAYLOAD_TOO_LARGE', 'QUERY_UNSUPPORTED'] as const)(
    '%s: is dropped and counted, and nothing else waits for it',
    async (code) => {
      const { write, answerAll, taken, lost, metric } = bound(await startReporter());
      answerAll((operation) => (operation === 'bad' ? new TracingError(code, 'no') : null));
      await write(['a', 'bad', 'b']);
      await settled();
      expect(taken).toEqual(['a', 'b']);
      expect([lost('refused'), metric('spans_failures_total')]).toEqual([1, 1]);
    },
  );

  test('INTERNAL may pass: it is dropped the fifth time', async () => {
    const { write, later, answerAll, lost } = bound(await startReporter());
    let answers = 0;
    answerAll(() => {
      answers++;
      return new TracingError('INTERNAL', 'odd');
    });
    await write(['a']);
    await later(() => lost('refused') === 1);
    expect(answers).toBe(5);
  });
});

test('a request that no collector can cope with does not keep the others waiting', async () => {
  const { write, later, answerAll, taken } = bound(await startReporter());
  answerAll((operation) => (operation.startsWith('poison') ? AWAY : null));
  await write([...names('poison', 10), ...names('good', 30)]);
  await later(() => taken.length === 30);
  expect([...taken].sort()).toEqual([...names('good', 30)].sort());
});

test('a collector that asks for time gets it, half a minute at most', async () => {
  const { write, timers, answer, posts } = bound(await startReporter());
  for (const { asked, waited } of [
    { asked: 5_000, waited: 5_000 },
    { asked: 3_600_000, waited: 30_000 },
  ]) {
    await write(['a']);
    answer(new TracingError('OVER_CAPACITY', 'full', { retryAfterMs: asked }));
    await settled();
    timers.advance(waited - 1);
    await settled();
    expect(posts).toEqual([]);
    timers.advance(1);
    await settled();
    expect(posts).toHaveLength(1);
    answer();
    await settled();
  }
});

test('a span that is too large for any request is counted and told', async () => {
  const { write, lost, posts } = bound(await startReporter());
  await write(['huge'], 2 * 1024 * 1024);
  expect([lost('too-large'), posts.length]).toEqual([1, 0]);
});

describe('stopping', () => {
  test('with nothing to send is done at once', async () => {
    const { reporter, timers } = bound(await startReporter());
    await reporter.stop(10_000);
    expect([reporter.health().state, timers.pending]).toEqual(['stopped', 0]);
  });

  test('waits for what is on its way and sends the rest', async () => {
    const { reporter, write, answerAll, taken, timers } = bound(await startReporter());
    await write(names('a', 12));
    const stopped = reporter.stop(10_000);
    answerAll(() => null);
    await stopped;
    expect([taken.length, timers.pending]).toEqual([12, 0]);
  });

  test('without a collector tries until the deadline, then counts what is left, on its way or not', async () => {
    const { reporter, write, timers, lost, deps } = bound(await startReporter());
    await write(names('a', 12));
    const stopped = reporter.stop(10_000);
    timers.advance(9_999);
    expect(lost('shutdown')).toBe(0);
    timers.advance(1);
    await stopped;
    expect(lost('shutdown')).toBe(12);
    const told = deps.logged.filter(({ message }) => message === 'spans lost').map(({ fields }) => fields);
    expect(told).toMatchObject([
      { cause: 'shutdown', spans: 1 },
      { cause: 'shutdown', spans: 11 },
    ]);
  });

  test('a collector that comes back in time gets everything', async () => {
    const { reporter, write, answer, answerAll, later, taken, timers } = bound(await startReporter());
    await write(names('a', 12));
    answer(AWAY);
    await settled();
    const stopped = reporter.stop(10_000);
    answerAll(() => AWAY);
    timers.advance(4_000);
    await settled();
    answerAll(() => null);
    await later(() => taken.length === 12);
    await stopped;
    expect(timers.pending).toBe(0);
  });

  test('with no collector in sight gives up after five seconds, whatever the deadline', async () => {
    const { reporter, write, answer, timers, lost } = bound(await startReporter());
    await write(names('a', 12));
    answer(AWAY);
    await settled();
    const stopped = reporter.stop(30_000);
    timers.advance(5_000);
    await stopped;
    expect(lost('shutdown')).toBe(12);
  });

  test('twice is the same as once', async () => {
    const { reporter } = bound(await startReporter());
    expect(reporter.stop(1_000)).toBe(reporter.stop(1_000));
    await reporter.stop(1_000);
  });
});

/** Lets promises run, and nothing else. */
async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

function bound(set: Awaited<ReturnType<typeof startReporter>>) {
  const { reporter, timers, deps, posts, taken } = set;
  return {
    reporter,
    timers,
    deps,
    posts,
    taken,
    write: (operations: readonly string[], padding?: number) => set.write(operations, padding),
    answer: (error?: TracingError) => set.answer(error),
    answerAll: (automatic: (operation: string) => TracingError | null) => set.answerAll(automatic),
    later: (isTrue: () => boolean, withinMs?: number) => set.later(isTrue, withinMs),
    lost: (cause: string) => set.lost(cause),
    metric: (name: string) => set.metric(name),
  };
}

// With a spool of real files.
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TracingError } from '@spoor/core';
import { pollUntil } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { AWAY, names, type ReporterSetup, spoolDirectory, startReporter } from '../support/reporter-setup.ts';

const PADDING = 9_500;
/** Ten requests of that padding. */
const SEGMENT_BYTES = 100_000;

async function withSpool(setup: ReporterSetup = {}) {
  const directory = setup.directory ?? (await spoolDirectory());
  const started = await startReporter({ segmentBytes: SEGMENT_BYTES, ...setup, directory });
  /** Writes them and waits until all are in files. */
  const spooled = async (operations: readonly string[]): Promise<void> => {
    started.answerAll(() => AWAY);
    await started.write(operations, PADDING);
    await pollUntil(async () => ((await bytesIn(directory)) >= operations.length * PADDING ? true : null), {
      deadlineMs: 10_000,
      what: `${operations.length} requests in the spool`,
    });
  };
  return { started, directory, spooled };
}

async function bytesIn(directory: string): Promise<number> {
  const sizes = (await readdir(directory)).map(async (name) => (await stat(join(directory, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const sorted = (operations: readonly string[]): readonly string[] => [...operations].sort();

test('while no collector answers everything is on disk, where a crash cannot lose it', async () => {
  const { started, directory, spooled } = await withSpool();
  await spooled(names('a', 25));
  expect(await readdir(directory)).toHaveLength(3);
  expect(started.reporter.backlogBytes).toBe(0);
  await started.reporter.stop(0);
});

test('once one answers, it is sent and deleted', async () => {
  const { started, directory, spooled } = await withSpool();
  await spooled(names('a', 25));
  started.answerAll(() => null);
  await started.later(() => started.taken.length === 25);
  await started.until(() => started.spooledBytes() === 0);
  expect(sorted(started.taken)).toEqual(sorted(names('a', 25)));
  await started.reporter.stop(0);
  expect(await readdir(directory)).toEqual([]);
});

test('what is fresh takes turns with what is on disk', async () => {
  const { started, spooled } = await withSpool({ segmentBytes: 1_000_000 });
  await spooled(names('old', 30));
  started.automatic = null;
  await started.later(() => started.posts.length > 0); // one asks whether somebody answers
  started.answer();
  await started.until(() => started.posts.length === 8);
  await started.write(names('new', 10));
  const order: string[] = [];
  for (let i = 0; i < 4; i++) {
    order.push(...started.posts.map(({ operation }) => operation));
    started.answer();
    await started.until(() => started.posts.length === 8 || started.reporter.backlogSpans === 0);
  }
  const fresh = order.findIndex((operation) => operation.startsWith('new'));
  const after = order.slice(fresh, fresh + 8).map((operation) => operation.slice(0, 3));
  expect(after.filter((prefix) => prefix === 'new').length).toBe(4);
  started.answerAll(() => null);
  await started.later(() => started.taken.length === 40);
  await started.reporter.stop(0);
});

test('the next process sends what this one left', async () => {
  const first = await withSpool();
  await first.spooled(names('a', 15));
  await first.started.reporter.stop(10_000);
  const { started } = await withSpool({ directory: first.directory });
  started.answerAll(() => null);
  await started.later(() => started.taken.length === 15);
  await started.until(() => started.spooledBytes() === 0);
  expect(sorted(started.taken)).toEqual(sorted(names('a', 15)));
  await started.reporter.stop(0);
});

test('a segment of which a part was sent is sent whole again by the next process, never lost', async () => {
  const first = await withSpool();
  await first.spooled(names('a', 8));
  first.started.automatic = null;
  await first.started.later(() => first.started.posts.length === 1);
  first.started.answer();
  await first.started.until(() => first.started.posts.length === 7);
  const stopped = first.started.reporter.stop(10_000);
  first.started.timers.advance(10_000);
  await stopped;
  expect(first.started.taken).toHaveLength(1);
  const { started } = await withSpool({ directory: first.directory });
  started.answerAll(() => null);
  await started.later(() => started.taken.length >= 8);
  expect(sorted(started.taken)).toEqual(names('a', 8));
  await started.reporter.stop(0);
});

describe('stopping', () => {
  test('keeps everything, what was on its way too, and loses nothing', async () => {
    const first = await withSpool();
    await first.started.write(names('a', 20), PADDING);
    await first.started.posted(8);
    const stopped = first.started.reporter.stop(10_000);
    first.started.timers.advance(10_000);
    await stopped;
    expect([first.started.lost('shutdown'), first.started.reporter.backlogSpans]).toEqual([0, 0]);
    const { started } = await withSpool({ directory: first.directory });
    started.answerAll(() => null);
    await started.later(() => started.taken.length === 20);
    expect(sorted(started.taken)).toEqual(sorted(names('a', 20)));
    await started.reporter.stop(0);
  });

  test('does not wait for a collector that is known to be away', async () => {
    const { started, spooled } = await withSpool();
    await spooled(['a']);
    started.automatic = null;
    await started.write(['b']);
    await started.reporter.stop(10_000);
    expect([started.lost('shutdown'), started.timers.pending]).toEqual([0, 0]);
  });

  test('more than the disk is quick to take is kept all the same', async () => {
    const first = await withSpool({ maxBytes: 256 * 1024 * 1024, spoolMaxBytes: 512 * 1024 * 1024 });
    await first.started.write(names('a', 60), 900_000); // 54 MB
    const stopped = first.started.reporter.stop(10_000);
    first.started.timers.advance(10_000);
    await stopped;
    expect(first.started.lost('shutdown')).toBe(0);
    expect(first.started.spooledBytes()).toBeGreaterThan(60 * 900_000);
  });
});

test('a full spool drops its oldest, each span counted once, also while it is sent', async () => {
  const { started, spooled } = await withSpool({ spoolMaxBytes: 1_000_000 });
  await spooled(names('a', 95));
  started.automatic = null;
  await started.later(() => started.posts.length === 1); // the oldest segment is in memory now
  started.answer(AWAY);
  started.answerAll(() => AWAY);
  await started.write(names('b', 40), PADDING);
  await started.until(() => started.reporter.backlogSpans === 0);
  await started.until(() => started.lost('spool-full') > 0);
  started.answerAll(() => null);
  await started.later(() => started.spooledBytes() === 0 && started.reporter.backlogSpans === 0);
  expect(started.taken.length + started.lost('spool-full')).toBe(135);
  expect(new Set(started.taken).size).toBe(started.taken.length);
  expect(started.metric('spans_submitted_total') + started.metric('spans_failures_total')).toBe(135);
  await started.reporter.stop(0);
});

test('damaged records are counted and passed over', async () => {
  const first = await withSpool();
  await first.spooled(names('a', 3));
  await first.started.reporter.stop(10_000);
  const [name] = await readdir(first.directory);
  await writeFile(join(first.directory, name!), 'torn', { flag: 'a' });
  const { started } = await withSpool({ directory: first.directory });
  started.answerAll(() => null);
  await started.later(() => started.taken.length === 3);
  expect(started.deps.metric('spoor_agent_spool_damaged_records_total')).toBe(1);
  await started.reporter.stop(0);
});

test('what a collector refuses for good does not stay on disk', async () => {
  const { started, directory, spooled } = await withSpool();
  await spooled(['good', 'bad']);
  started.answerAll((operation) => (operation === 'bad' ? new TracingError('INVALID_ARGUMENT', 'no') : null));
  await started.later(() => started.spooledBytes() === 0);
  expect([started.taken, started.lost('refused')]).toEqual([['good'], 1]);
  await started.reporter.stop(0);
  expect(await readdir(directory)).toEqual([]);
});

describe('when the disk fails', () => {
  test('memory holds the spans, to its bound; the error is counted and told', async () => {
    const { started, directory } = await withSpool({ maxBytes: 10 * (PADDING + 1_000) });
    await rm(directory, { recursive: true });
    started.answerAll(() => AWAY);
    await started.write(names('a', 5), PADDING);
    await started.until(() => started.deps.metric('spoor_agent_spool_errors_total') > 0);
    await started.until(() => started.reporter.backlogSpans === 5);
    expect(started.deps.logged.map(({ message }) => message)).toContain(
      'spans cannot be spooled, memory has to hold them',
    );
    started.answerAll(() => null);
    await started.later(() => started.taken.length === 5);
    expect(started.metric('spans_failures_total')).toBe(0);
    await started.reporter.stop(0);
  });

  test('at shutdown what can be kept nowhere is counted', async () => {
    const { started, directory } = await withSpool();
    await rm(directory, { recursive: true });
    started.answerAll(() => AWAY);
    await started.write(names('a', 5));
    await started.reporter.stop(10_000);
    expect(started.lost('shutdown')).toBe(5);
  });

  test('at the start it is an error that names the flag', async () => {
    await expect(withSpool({ directory: '/proc' })).rejects.toThrow(/--reporter\.spool\.directory/);
  });
});

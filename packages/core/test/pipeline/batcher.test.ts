import { describe, expect, test } from 'vitest';
import { Batcher, heldBytes, TracingError, type WriteResult } from '../../src/index.ts';
import { setUpBatcher, table } from '../support/batcher-set-up.ts';
import { names, rowsOf } from '../support/batches.ts';
import { callOf, FakeTime, settled } from '../support/fakes.ts';

describe('joining', () => {
  test('an idle batcher writes at once, the very batch it was given', () => {
    const { store, batcher } = setUpBatcher();
    const given = rowsOf(table, 3);
    void batcher.write(given, callOf('acme'));
    expect(store.writes[0]?.batch).toBe(given);
    expect(store.writes[0]?.call.tenant).toBe('acme');
  });

  test('calls that wait behind a write are joined into one, in order, and answered together', async () => {
    const { store, outcomes, send } = setUpBatcher();
    for (const rows of [1, 2, 3, 4]) void send(rows);
    expect(store.rows).toEqual([1]);
    store.writes[0]?.succeed();
    await settled();
    expect([store.rows, outcomes]).toEqual([[1, 9], ['1 ok']]);
    store.writes[1]?.succeed();
    await settled();
    expect(outcomes).toEqual(['1 ok', '2 ok', '3 ok', '4 ok']);
  });

  test('at most `concurrency` writes are in flight', async () => {
    const { store, send } = setUpBatcher({ concurrency: 3 });
    for (let i = 0; i < 5; i++) void send(1);
    expect(store.rows).toEqual([1, 1, 1]);
    store.writes[1]?.succeed();
    await settled();
    expect(store.rows).toEqual([1, 1, 1, 2]);
  });

  const limits = [
    { title: 'rows', options: { maxWriteRows: 5 }, sent: [2, 2, 1, 1], want: [5, 1] },
    {
      title: 'rows, a call that alone exceeds them included',
      options: { maxWriteRows: 5 },
      sent: [9, 1],
      want: [9, 1],
    },
    { title: 'bytes', options: { maxWriteBytes: heldBytes(rowsOf(table, 1)) * 2 }, sent: [1, 1, 1], want: [2, 1] },
  ];
  test.each(limits)('a write is bounded by $title', async ({ options, sent, want }) => {
    const { store, send } = setUpBatcher(options);
    void send(1);
    for (const rows of sent) void send(rows);
    for (let i = 0; i < want.length; i++) {
      store.writes[i]?.succeed();
      await settled();
    }
    expect(store.rows.slice(1)).toEqual(want);
  });

  test('tenants never share a write and take turns', async () => {
    const { store, send } = setUpBatcher({ maxWriteRows: 2 });
    void send(1, 'a');
    for (const tenant of ['a', 'a', 'a', 'b', 'c', 'b']) void send(1, tenant);
    for (let i = 0; i < 6; i++) {
      store.writes[i]?.succeed();
      await settled();
    }
    expect(store.writes.map(({ call, batch: { length } }) => `${call.tenant}${length}`)).toEqual([
      'a1',
      'a2',
      'b2',
      'c1',
      'a1',
    ]);
  });

  test('batches over different name tables are written apart', async () => {
    const { store, batcher } = setUpBatcher();
    for (const of of [table, table, names(), table]) void batcher.write(rowsOf(of, 1), callOf());
    for (let i = 0; i < 4; i++) {
      store.writes[i]?.succeed();
      await settled();
    }
    expect(store.rows).toEqual([1, 1, 1, 1]);
  });

  test('an empty batch is answered without a write', async () => {
    const { store, batcher } = setUpBatcher();
    await expect(batcher.write(rowsOf(table, 0), callOf())).resolves.toEqual({ rejected: [] });
    expect(store.writes).toEqual([]);
  });
});

describe('answers', () => {
  test('rejected rows come back to the call that brought them, numbered as it sent them', async () => {
    const { store, batcher, send } = setUpBatcher();
    void send(1);
    const answers = [2, 3, 1].map((rows) => batcher.write(rowsOf(table, rows), callOf()));
    store.writes[0]?.succeed();
    await settled();
    const rejected = [5, 2, 4].map((row) => ({ row, reason: `row ${row}` }));
    store.writes[1]?.succeed({ rejected });
    const want: WriteResult[] = [
      { rejected: [] },
      {
        rejected: [
          { row: 0, reason: 'row 2' },
          { row: 2, reason: 'row 4' },
        ],
      },
      { rejected: [{ row: 0, reason: 'row 5' }] },
    ];
    await expect(Promise.all(answers)).resolves.toEqual(want);
  });

  test('a failed write fails every call in it, and only those', async () => {
    const { store, outcomes, send } = setUpBatcher();
    for (const rows of [1, 2, 3]) void send(rows);
    store.writes[0]?.succeed();
    await settled();
    store.writes[1]?.fail(new TracingError('STORAGE_UNAVAILABLE', 'down'));
    await settled();
    void send(4);
    store.writes[2]?.succeed();
    await settled();
    expect(outcomes).toEqual(['1 ok', '2 STORAGE_UNAVAILABLE', '3 STORAGE_UNAVAILABLE', '4 ok']);
  });

  test('a writer that throws instead of rejecting is an INTERNAL error and frees its place', async () => {
    const time = new FakeTime();
    const options = {
      concurrency: 1,
      capacityBytes: 1e6,
      maxWriteBytes: 1e6,
      maxWriteRows: 9,
      maxDelayMs: 0,
      retryAfterMs: 1,
    };
    const throwing = new Batcher(
      {
        write: () => {
          throw new Error('bug');
        },
      },
      options,
      time,
    );
    await expect(throwing.write(rowsOf(table, 1), callOf())).rejects.toMatchObject({
      code: 'INTERNAL',
      message: 'bug',
    });
    expect(throwing.queuedBytes).toBe(0);
  });
});

describe('bounds', () => {
  const one = heldBytes(rowsOf(table, 1));

  test('over the byte bound a call is refused at once, with advice; below it again it is taken', async () => {
    const { store, batcher, outcomes, send } = setUpBatcher({ capacityBytes: 2 * one });
    void send(1);
    void send(1);
    await expect(batcher.write(rowsOf(table, 1), callOf())).rejects.toMatchObject({
      code: 'OVER_CAPACITY',
      retryAfterMs: 700,
    });
    expect([batcher.queuedBytes, batcher.queuedSpans]).toEqual([2 * one, 2]);
    store.writes[0]?.succeed();
    await settled();
    expect(batcher.queuedBytes).toBe(one);
    void send(1);
    store.writes[1]?.succeed();
    await settled();
    store.writes[2]?.succeed();
    await settled();
    expect(outcomes).toEqual(['1 ok', '1 ok', '1 ok']);
    expect([batcher.queuedBytes, batcher.queuedSpans]).toEqual([0, 0]);
  });

  test('what is in flight counts, whatever became of its callers', async () => {
    const { store, batcher, send } = setUpBatcher({ capacityBytes: 2 * one });
    const gone = new AbortController();
    void send(1, '', gone.signal);
    gone.abort();
    await settled();
    expect(batcher.queuedBytes).toBe(one);
    store.writes[0]?.fail(new Error('aborted'));
    await settled();
    expect(batcher.queuedBytes).toBe(0);
  });

  test('a batch that can never fit is told so, not to come back', async () => {
    const { batcher } = setUpBatcher({ capacityBytes: 100 });
    await expect(batcher.write(rowsOf(table, 1, 200), callOf())).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });
});

describe('a caller that gives up', () => {
  test('while waiting is let go, and its spans are never written', async () => {
    const { store, batcher, outcomes, send } = setUpBatcher();
    const gone = new AbortController();
    void send(1);
    void send(2, '', gone.signal);
    void send(4);
    gone.abort();
    await settled();
    expect(outcomes).toEqual(['2 DEADLINE_EXCEEDED']);
    expect(batcher.queuedSpans).toBe(5);
    store.writes[0]?.succeed();
    await settled();
    expect(store.rows).toEqual([1, 4]);
  });

  test('alone in the waiting room leaves it empty', async () => {
    const { store, send } = setUpBatcher();
    const gone = new AbortController();
    void send(1);
    void send(2, 'other', gone.signal);
    gone.abort();
    store.writes[0]?.succeed();
    await settled();
    expect(store.rows).toEqual([1]);
  });

  test('while its write is in flight does not tear the others', async () => {
    const { store, outcomes, send } = setUpBatcher();
    const gone = new AbortController();
    void send(1);
    void send(2, '', gone.signal);
    void send(3);
    store.writes[0]?.succeed();
    await settled();
    gone.abort();
    await settled();
    expect(store.writes[1]?.call.signal.aborted).toBe(false);
    store.writes[1]?.succeed();
    await settled();
    expect(outcomes).toEqual(['1 ok', '2 DEADLINE_EXCEEDED', '3 ok']);
  });

  test('last aborts the write that nobody waits for any more', async () => {
    const { store, send } = setUpBatcher();
    const [one, two] = [new AbortController(), new AbortController()];
    void send(1);
    void send(1, '', one.signal);
    void send(1, '', two.signal);
    store.writes[0]?.succeed();
    await settled();
    one.abort();
    expect(store.writes[1]?.call.signal.aborted).toBe(false);
    two.abort();
    expect(store.writes[1]?.call.signal.aborted).toBe(true);
  });

  test('before it called is refused without a write, with its own reason where that is ours', async () => {
    const { store, batcher } = setUpBatcher();
    const reason = new TracingError('OVER_CAPACITY', 'own');
    await expect(batcher.write(rowsOf(table, 1), callOf('', AbortSignal.abort(reason)))).rejects.toBe(reason);
    await expect(batcher.write(rowsOf(table, 1), callOf('', AbortSignal.abort()))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    expect(store.writes).toEqual([]);
  });

  test('after its answer changes nothing', async () => {
    const { store, batcher, outcomes, send } = setUpBatcher();
    const late = new AbortController();
    void send(1, '', late.signal);
    store.writes[0]?.succeed();
    await settled();
    late.abort();
    await settled();
    expect([outcomes, batcher.queuedBytes]).toEqual([['1 ok'], 0]);
  });
});

describe('linger', () => {
  test('a write waits for company up to the delay, counted from its first call', () => {
    const { store, time, send } = setUpBatcher({ maxDelayMs: 50 });
    void send(1);
    time.advance(30);
    void send(2);
    expect([store.rows, time.delaysMs]).toEqual([[], [20]]);
    time.advance(20);
    expect(store.rows).toEqual([3]);
  });

  test('a full write does not wait', () => {
    const { store, time, send } = setUpBatcher({ maxDelayMs: 50, maxWriteRows: 3 });
    void send(1);
    void send(2);
    expect(store.rows).toEqual([3]);
    expect(time.delaysMs).toEqual([]);
  });

  test('each tenant has a delay of its own', () => {
    const { store, time, send } = setUpBatcher({ maxDelayMs: 50, concurrency: 2 });
    void send(1, 'a');
    time.advance(10);
    void send(2, 'b');
    time.advance(40);
    expect(store.rows).toEqual([1]);
    time.advance(10);
    expect(store.rows).toEqual([1, 2]);
  });

  test('an abandoned call leaves no timer behind', () => {
    const { time, send } = setUpBatcher({ maxDelayMs: 50 });
    const gone = new AbortController();
    void send(1, '', gone.signal);
    gone.abort();
    expect(time.delaysMs).toEqual([]);
  });
});

// Long answers: at the client's pace, cut off visibly, stopped when nobody listens.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Call, Span, StorageBackend, Trace } from '@spoor/core';
import { TracingError } from '@spoor/core';
import { referenceStore, spanBuilder } from '@spoor/testkit';
import { describe, expect, test } from 'vitest';
import { queryServer } from '../support/query-server.ts';

const TRACE_ID = 'a'.repeat(32);
const SEARCH = '/api/traces?service=service&start=0&end=9999999999999999';
const TEXT = 'x'.repeat(1_000);

function trace(traceId: string, spanCount: number): Trace {
  const span = (): Span => spanBuilder({ traceId, attributes: { text: TEXT } });
  return { traceId, spans: Array.from({ length: spanCount }, span) };
}

/** A store whose searches and reads give what `traces` yields. */
function storeOf(traces: (call: Call) => AsyncGenerator<Trace, void>): StorageBackend {
  const storage = referenceStore();
  const reader = {
    ...storage.reader,
    traces: (_ids: unknown, call: Call) => traces(call),
    find: (_query: unknown, call: Call) => traces(call),
  };
  return { ...storage, reader };
}

async function responseTo(port: number, path: string): Promise<IncomingMessage> {
  const request = get({ host: '127.0.0.1', port, path, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('an answer', () => {
  test('of many megabytes arrives whole and in chunks', async () => {
    const { port } = await queryServer(
      {},
      storeOf(async function* () {
        yield trace(TRACE_ID, 5_000);
      }),
    );
    const response = await responseTo(port, `/api/traces/${TRACE_ID}`);
    expect(response.headers['transfer-encoding']).toBe('chunked');
    expect(JSON.parse(await textOf(response)).data[0].spans).toHaveLength(5_000);
  });

  test('that is small has a length', async () => {
    const { ask } = await queryServer(
      {},
      storeOf(async function* () {
        yield trace(TRACE_ID, 1);
      }),
    );
    const answer = await ask(SEARCH);
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body));
  });

  test('sends each trace before the next one is read', async () => {
    const { opened, open } = gate();
    const { port } = await queryServer(
      {},
      storeOf(async function* () {
        yield trace('b'.repeat(32), 2_000);
        await opened;
        yield trace(TRACE_ID, 1);
      }),
    );
    const response = await responseTo(port, SEARCH);
    await once(response, 'readable');
    open();
    expect(JSON.parse(await textOf(response)).data).toHaveLength(2);
  });

  test('lets go of its trace in the store only when it has been sent', async () => {
    const released = gate();
    let isReleased = false;
    const { port } = await queryServer(
      {},
      storeOf(async function* () {
        try {
          yield trace(TRACE_ID, 50_000);
        } finally {
          isReleased = true;
          released.open();
        }
      }),
    );
    const response = await responseTo(port, `/api/traces/${TRACE_ID}`);
    expect(isReleased).toBe(false);
    await textOf(response);
    await released.opened;
  });

  test('waits for a slow client instead of piling up', async () => {
    let handedOut = 0;
    const { port } = await queryServer(
      {},
      storeOf(async function* () {
        for (; handedOut < 200; handedOut++) yield trace(TRACE_ID, 500);
      }),
    );
    const response = await responseTo(port, SEARCH);
    const before = await settled(() => handedOut);
    expect(before).toBeLessThan(50); // each is half a megabyte: socket buffers on both ends, not the 100 MB
    const text = await textOf(response);
    expect(JSON.parse(text).data).toHaveLength(200);
  });
});

describe('a failure', () => {
  test('before the first byte has its own status', async () => {
    const { ask, logged } = await queryServer(
      {},
      storeOf(async function* () {
        yield trace(TRACE_ID, 1);
        throw new TracingError('STORAGE_UNAVAILABLE', 'store es-2 is down', { retryAfterMs: 1_500 });
      }),
    );
    const answer = await ask(SEARCH);
    expect(answer.status).toBe(500);
    expect(answer.headers['retry-after']).toBe('2');
    expect(JSON.parse(answer.body).errors).toEqual([{ code: 500, msg: 'store es-2 is down' }]);
    expect(logged().map((line) => line.message)).toEqual(['query failed']);
  });

  test('after it cuts the connection, so that nobody takes the answer for whole', async () => {
    const { port, logged } = await queryServer(
      {},
      storeOf(async function* () {
        yield trace(TRACE_ID, 2_000);
        throw new TracingError('DATA_CORRUPT', 'segment 7 is damaged');
      }),
    );
    const response = await responseTo(port, SEARCH);
    expect(response.statusCode).toBe(200);
    await expect(textOf(response)).rejects.toThrow('aborted');
    expect(logged()).toEqual([
      {
        level: 'error',
        message: 'query answer cut off after it had begun',
        fields: { code: 'DATA_CORRUPT', error: 'segment 7 is damaged' },
      },
    ]);
  });

  test('of the caller keeps the status of its class', async () => {
    const { ask } = await queryServer(
      {},
      storeOf(async function* () {
        yield* [];
        throw new TracingError('QUERY_UNSUPPORTED', 'no such operator');
      }),
    );
    expect((await ask(SEARCH)).status).toBe(400);
  });
});

describe('a client that leaves', () => {
  test('stops the reader, and nothing is logged as a failure', async () => {
    let stopped = (_reason: unknown): void => {};
    const stop = new Promise((resolve) => {
      stopped = resolve;
    });
    const { port, logged } = await queryServer(
      {},
      storeOf(async function* (call) {
        call.signal.addEventListener('abort', () => stopped(call.signal.reason));
        for (;;) yield trace(TRACE_ID, 500);
      }),
    );
    const response = await responseTo(port, SEARCH);
    response.destroy();
    await expect(stop).resolves.toMatchObject({ message: 'client went away' });
    expect(logged()).toEqual([]);
  });

  test('while the store is still searching aborts the search', async () => {
    const searching = gate();
    const aborted = gate();
    const { port } = await queryServer(
      {},
      storeOf(async function* (call) {
        yield* [];
        searching.open();
        await once(call.signal, 'abort');
        aborted.open();
      }),
    );
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${SEARCH} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await searching.opened;
    socket.destroy();
    await expect(aborted.opened).resolves.toBeUndefined();
  });
});

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** The value once 200 turns of the event loop, with all the I/O they bring, no longer change it. */
async function settled(read: () => number): Promise<number> {
  let value = read();
  for (let calm = 0; calm < 200; calm++) {
    await nextTurn();
    if (read() !== value) calm = 0;
    value = read();
  }
  return value;
}

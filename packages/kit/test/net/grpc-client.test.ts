import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { Metadata, status } from '@grpc/grpc-js';
import { TracingError } from '@spoor/core';
import { afterEach, describe, expect, test } from 'vitest';
import { type GrpcClient, type GrpcClientOptions, grpcClient } from '../../src/net/grpc-client.ts';
import { systemClock } from '../../src/system-clock.ts';
import type { TlsClientConfig } from '../../src/tls/tls-client-config.ts';
import { capturedLogger } from '../support/captured.ts';
import { type BackendOptions, ECHO, type GrpcBackend, grpcBackend } from '../support/grpc-backend.ts';
import { connection } from '../support/grpc-connection.ts';

const PLAIN: TlsClientConfig = {
  tlsEnabled: false,
  tlsCa: '',
  tlsCert: '',
  tlsKey: '',
  tlsServerName: '',
  tlsSkipHostVerify: false,
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

async function backend(options: BackendOptions = {}): Promise<GrpcBackend> {
  const started = await grpcBackend(options);
  closing.push(() => started.kill());
  return started;
}

function client(targets: readonly string[], over: Partial<GrpcClientOptions> = {}): GrpcClient {
  const made = grpcClient({
    targets,
    tls: PLAIN,
    flagPrefix: 'out',
    logger: capturedLogger(),
    clock: systemClock,
    ...over,
  });
  closing.push(() => made.close());
  return made;
}

async function echo(from: GrpcClient, text = 'x'): Promise<string> {
  return (await from.unary(ECHO, Buffer.from(text))).toString();
}

async function failure(call: Promise<unknown>): Promise<TracingError> {
  const error: unknown = await call.then(
    () => new Error('succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TracingError);
  if (error instanceof TracingError) return error;
  throw error;
}

/** An address where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** An address that takes connections and never says a word. */
async function silentPort(): Promise<number> {
  const server = createServer((socket) => closing.push(() => socket.destroy())).listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a call', () => {
  test('sends bytes, metadata and the deadline, and gives the answer’s bytes', async () => {
    const server = await backend();
    const response = await client([server.address]).unary(ECHO, Buffer.from('hello'), {
      metadata: { 'x-tenant': 'acme', 'x-retry-attempty': '1' },
      deadlineMs: 60_000,
    });
    expect(response.toString()).toBe('a:hello');
    const [call] = server.calls;
    expect(call?.metadata.get('x-tenant')).toEqual(['acme']);
    expect(call?.metadata.get('x-retry-attempty')).toEqual(['1']);
  });

  test('takes a view into a larger buffer', async () => {
    const server = await backend();
    const larger = new Uint8Array([0x61, 0x62, 0x63, 0x64]);
    const response = await client([server.address]).unary(ECHO, larger.subarray(2));
    expect(response.toString()).toBe('a:cd');
  });

  test('ends with its deadline', async () => {
    const server = await backend({ handle: () => {} });
    const error = await failure(client([server.address]).unary(ECHO, Buffer.alloc(0), { deadlineMs: 50 }));
    expect(error.code).toBe('DEADLINE_EXCEEDED');
  });

  test('ends with its signal’s own reason, and the server is told', async () => {
    const abort = new AbortController();
    const events = new EventEmitter();
    const cancelled = once(events, 'cancelled');
    const server = await backend({
      handle: (call) => {
        call.on('cancelled', () => events.emit('cancelled'));
        abort.abort(new TracingError('OVER_CAPACITY', 'stopping'));
      },
    });
    const error = await failure(client([server.address]).unary(ECHO, Buffer.alloc(0), { signal: abort.signal }));
    expect(error.message).toBe('stopping');
    await cancelled;
  });

  test('whose signal was aborted before is not sent', async () => {
    const server = await backend();
    const error = await failure(
      client([server.address]).unary(ECHO, Buffer.alloc(0), { signal: AbortSignal.abort('no') }),
    );
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', cause: 'no' });
    expect(server.calls).toEqual([]);
  });

  test('after close is refused', async () => {
    const closed = client([(await backend()).address]);
    closed.close();
    expect(await failure(echo(closed))).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  test.each([
    ['maxSendBytes', 'x'.repeat(2_000)],
    ['maxReceiveBytes', 'y'.repeat(2_000)],
  ])('over %s fails for good', async (limit, text) => {
    const server = await backend();
    const error = await failure(echo(client([server.address], { [limit]: 1_000 }), text));
    expect(error.code).toBe('PAYLOAD_TOO_LARGE');
    expect(error.class.retryable).toBe(false);
  });
});

describe('a refusal is a TracingError of the same class', () => {
  test.each([
    [status.UNAVAILABLE, 'STORAGE_UNAVAILABLE', true],
    [status.RESOURCE_EXHAUSTED, 'OVER_CAPACITY', true],
    [status.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED', true],
    [status.INVALID_ARGUMENT, 'INVALID_ARGUMENT', false],
    [status.PERMISSION_DENIED, 'PERMISSION_DENIED', false],
    [status.UNAUTHENTICATED, 'UNAUTHENTICATED', false],
    [status.UNIMPLEMENTED, 'QUERY_UNSUPPORTED', false],
    [status.UNKNOWN, 'INTERNAL', false],
  ] as const)('%i', async (code, expected, retryable) => {
    const server = await backend({ handle: (_call, done) => done({ code, details: 'because' }) });
    const error = await failure(echo(client([server.address])));
    expect(error.code).toBe(expected);
    expect(error.class.retryable).toBe(retryable);
    expect(error.message).toBe(`${server.address} ${ECHO}: ${status[code]}: because`);
  });

  test('a message over the server’s limit is not worth a retry', async () => {
    const details = 'grpc: received message larger than max (5000000 vs. 4194304)';
    const server = await backend({
      handle: (_call, done) => done({ code: status.RESOURCE_EXHAUSTED, details }),
    });
    expect((await failure(echo(client([server.address])))).code).toBe('PAYLOAD_TOO_LARGE');
  });

  test('with the wait that RetryInfo asks for', async () => {
    const metadata = new Metadata();
    const type = Buffer.from('type.googleapis.com/google.rpc.RetryInfo');
    // Status{code 8, details Any{type_url, value RetryInfo{Duration{2 s, 500 000 000 ns}}}}
    const duration = Buffer.from([0x08, 0x02, 0x10, 0x80, 0xca, 0xb5, 0xee, 0x01]);
    const info = Buffer.concat([Buffer.from([0x0a, duration.length]), duration]);
    const any = Buffer.concat([Buffer.from([0x0a, type.length]), type, Buffer.from([0x12, info.length]), info]);
    metadata.set('grpc-status-details-bin', Buffer.concat([Buffer.from([0x08, 8, 0x1a, any.length]), any]));
    const server = await backend({
      handle: (_call, done) => done({ code: status.RESOURCE_EXHAUSTED, details: 'slow down', metadata }),
    });
    expect((await failure(echo(client([server.address])))).retryAfterMs).toBe(2_500);
  });
});

describe('the connection', () => {
  test('is made before the first call', async () => {
    const connecting = client([(await backend()).address]);
    expect(connecting.connected).toBe(false);
    await connection(connecting);
    expect(connecting.connected).toBe(true);
  });

  test('that nobody answers fails calls at once, naming the target', async () => {
    const port = await closedPort();
    const error = await failure(echo(client([`127.0.0.1:${port}`])));
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(error.message).toContain(`127.0.0.1:${port}`);
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('to a server that takes it and says nothing is given up, and calls fail with that reason', async () => {
    const error = await failure(echo(client([`127.0.0.1:${await silentPort()}`], { connectTimeoutMs: 30 })));
    expect(error.code).toBe('STORAGE_UNAVAILABLE');
    expect(error.message).toContain('the server said nothing for 30 ms');
  });

  test('that speaks in time stays', async () => {
    const server = await backend({ handle: (_call, done) => void setTimeout(() => done(null, Buffer.alloc(0)), 60) });
    const quiet = client([server.address], { connectTimeoutMs: 30 });
    await echo(quiet);
    await echo(quiet);
    expect(quiet.connected).toBe(true);
  });

  test('comes back when the server does, and each change is told', async () => {
    const server = await backend();
    const reporter = client([server.address]);
    const changes: boolean[] = [];
    reporter.onConnection((connected) => changes.push(connected));
    await connection(reporter);
    server.kill();
    await connection(reporter, false);
    await backend({ name: 'again', port: server.port });
    await connection(reporter);
    expect(await echo(reporter)).toBe('again:x');
    expect(changes).toEqual([true, false, true]);
  });

  test('down is told when the client is closed', async () => {
    const reporter = client([(await backend()).address]);
    await connection(reporter);
    const down = connection(reporter, false);
    reporter.close();
    await down;
  });
});

describe('several targets', () => {
  test('share the calls evenly once both are connected', async () => {
    const [a, b] = [await backend({ name: 'a' }), await backend({ name: 'b' })];
    const reporter = client([a.address, b.address]);
    const first = new Set<string>();
    while (first.size < 2) first.add(await echo(reporter));
    const answers = await Promise.all(Array.from({ length: 20 }, () => echo(reporter)));
    expect(answers.filter((answer) => answer === 'a:x')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'b:x')).toHaveLength(10);
  });

  test('go on without one that died, and take it back when it returns', async () => {
    const [a, b] = [await backend({ name: 'a' }), await backend({ name: 'b' })];
    const reporter = client([a.address, b.address]);
    const first = new Set<string>();
    while (first.size < 2) first.add(await echo(reporter));
    a.kill();
    // A call that was on its way to it may fail; it says that another attempt is worth it.
    for (let left = 20; left > 0; left--) {
      const answer = await echo(reporter).catch((error: unknown) => error);
      if (answer !== 'b:x') expect(answer).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    }
    expect(reporter.connected).toBe(true);
    await backend({ name: 'c', port: a.port });
    const later = new Set<string>();
    while (!later.has('c:x')) later.add(await echo(reporter));
    expect([...later].sort()).toEqual(['b:x', 'c:x']);
  });

  test('wait for the one that answers, not for one that never does', async () => {
    const server = await backend();
    const reporter = client([`127.0.0.1:${await silentPort()}`, server.address]);
    expect(await echo(reporter)).toBe('a:x');
    expect(await echo(reporter)).toBe('a:x');
  });

  test('of which none answers yet: a call ends with its deadline', async () => {
    const reporter = client([`127.0.0.1:${await silentPort()}`, `127.0.0.1:${await silentPort()}`]);
    expect(await failure(reporter.unary(ECHO, Buffer.alloc(0), { deadlineMs: 50 }))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
  });

  test('of which none answers yet: closing ends a waiting call', async () => {
    const reporter = client([`127.0.0.1:${await silentPort()}`, `127.0.0.1:${await silentPort()}`]);
    const waiting = failure(echo(reporter));
    reporter.close();
    expect(await waiting).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  test('all of which are down: the call fails at once', async () => {
    const reporter = client([`127.0.0.1:${await closedPort()}`, `127.0.0.1:${await closedPort()}`]);
    expect((await failure(echo(reporter))).code).toBe('STORAGE_UNAVAILABLE');
  });
});

describe('targets that are no use stop the start', () => {
  test.each([
    [[], '--out.host-port names no server'],
    [[' '], '--out.host-port names no server'],
    [['http://collector:14250'], '--out.host-port: http://collector:14250: gRPC has no scheme http; write host:port'],
    [['a:1', 'b:1 c:1'], '--out.host-port: b:1 c:1: has a blank in it; write host:port'],
  ])('%j', (targets, message) => {
    expect(() => client(targets)).toThrow(message);
  });
});

test('one name with several addresses is one target whose calls go around', async () => {
  const server = await backend();
  expect(await echo(client([`dns:///localhost:${server.port}`]))).toBe('a:x');
});

test('a target that begins with its port is on this machine', async () => {
  const server = await backend();
  expect(await echo(client([`:${server.port}`]))).toBe('a:x');
});

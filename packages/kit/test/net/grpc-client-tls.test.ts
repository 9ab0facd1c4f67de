import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { ServerCredentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { type GrpcClient, grpcClient } from '../../src/net/grpc-client.ts';
import { systemClock } from '../../src/system-clock.ts';
import { grpcServerCredentials } from '../../src/tls/grpc-server-credentials.ts';
import { openServerTls } from '../../src/tls/server-tls.ts';
import type { TlsClientConfig } from '../../src/tls/tls-client-config.ts';
import { type CapturedLogger, capturedLogger } from '../support/captured.ts';
import { certificateAuthority, replaceCertificate } from '../support/certificates.ts';
import { type BackendOptions, ECHO, type GrpcBackend, grpcBackend } from '../support/grpc-backend.ts';
import { connection } from '../support/grpc-connection.ts';

const authority = certificateAuthority('kit grpc tests');
const stranger = certificateAuthority('someone else');

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

type Handler = NonNullable<BackendOptions['handle']>;

interface Listener extends GrpcBackend {
  readonly logger: CapturedLogger;
  readonly files: { readonly certPath: string; readonly keyPath: string };
}

async function backend(over: { clientCa?: string } & BackendOptions = {}): Promise<Listener> {
  const files = authority.issue('server');
  const logger = capturedLogger();
  const config = {
    tlsEnabled: true,
    tlsCert: files.certPath,
    tlsKey: files.keyPath,
    tlsClientCa: over.clientCa ?? '',
    tlsCipherSuites: [],
    tlsMinVersion: '',
    tlsMaxVersion: '',
    tlsReloadIntervalMs: 0,
  };
  const tls = openServerTls('in', config, logger);
  closing.push(() => tls?.close());
  const started = await grpcBackend({ ...over, credentials: grpcServerCredentials(tls) });
  closing.push(() => started.kill());
  return { ...started, logger, files };
}

function client(
  target: string,
  over: Partial<TlsClientConfig> = {},
  logger = capturedLogger(),
  connectTimeoutMs = 20_000,
): GrpcClient {
  const off = { tlsCert: '', tlsKey: '', tlsServerName: '', tlsSkipHostVerify: false };
  const tls = { tlsEnabled: true, tlsCa: authority.caPath, ...off, ...over };
  const made = grpcClient({ targets: [target], tls, flagPrefix: 'out', logger, clock: systemClock, connectTimeoutMs });
  closing.push(() => made.close());
  return made;
}

async function echo(from: GrpcClient): Promise<string> {
  return (await from.unary(ECHO, Buffer.from('x'))).toString();
}

function shown(files: { readonly certPath: string; readonly keyPath: string }): Partial<TlsClientConfig> {
  return { tlsCert: files.certPath, tlsKey: files.keyPath };
}

describe('a server is trusted', () => {
  test.each(['127.0.0.1', 'localhost'])('whose certificate names %s and is signed by --ca', async (host) => {
    const { port } = await backend();
    expect(await echo(client(`${host}:${port}`))).toBe('a:x');
  });

  test('under the configured name', async () => {
    const { address } = await backend();
    expect(await echo(client(address, { tlsServerName: 'localhost' }))).toBe('a:x');
  });

  test('whoever it is, when nothing is verified', async () => {
    const { address } = await backend();
    const anyone = { tlsCa: stranger.caPath, tlsServerName: 'other.example', tlsSkipHostVerify: true };
    expect(await echo(client(address, anyone))).toBe('a:x');
  });
});

describe('a connection is refused, with the reason,', () => {
  test.each([
    [{ tlsCa: stranger.caPath }, /certificate|signature/],
    [{ tlsCa: '' }, /certificate/],
    [{ tlsServerName: 'other.example' }, /other\.example/],
  ])('with %j', async (over, reason) => {
    const { address } = await backend();
    await expect(echo(client(address, over))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringMatching(reason) as string,
    });
  });

  test('when the handshake is never answered', async () => {
    const silent = createServer((socket) => closing.push(() => socket.destroy())).listen(0, '127.0.0.1');
    closing.push(() => silent.close());
    await once(silent, 'listening');
    const address = silent.address();
    const target = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await expect(echo(client(target, {}, capturedLogger(), 30))).rejects.toMatchObject({
      message: expect.stringContaining('the server said nothing for 30 ms') as string,
    });
  });

  test('by a server without TLS', async () => {
    const plain = await grpcBackend({ credentials: ServerCredentials.createInsecure() });
    closing.push(() => plain.kill());
    await expect(echo(client(plain.address))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('a server that asks for client certificates', () => {
  test('takes one that its authority signed', async () => {
    const { address } = await backend({ clientCa: authority.caPath });
    expect(await echo(client(address, shown(authority.issue('client'))))).toBe('a:x');
  });

  test('refuses a client without one, which is never connected', async () => {
    const { address, calls } = await backend({ clientCa: authority.caPath });
    const bare = client(address);
    const changes: boolean[] = [];
    bare.onConnection((connected) => changes.push(connected));
    await expect(echo(bare)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(changes).toEqual([]);
    expect(calls).toEqual([]);
  });

  test('refuses a certificate of someone else', async () => {
    const { address } = await backend({ clientCa: authority.caPath });
    await expect(echo(client(address, shown(stranger.issue('client'))))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
  });
});

/** A handler that keeps its first call until told to answer it, and notes whose certificates it saw. */
function holding(): { handle: Handler; peers: string[]; arrived: Promise<unknown>; finish: () => void } {
  const peers: string[] = [];
  const events = new EventEmitter();
  const handle: Handler = (call, done) => {
    peers.push(String(call.getAuthContext().sslPeerCertificate?.subject.CN));
    const answer = (): void => done(null, Buffer.from('done'));
    if (peers.length > 1) answer();
    else {
      events.once('finish', answer);
      events.emit('arrived');
    }
  };
  return { handle, peers, arrived: once(events, 'arrived'), finish: () => void events.emit('finish') };
}

describe('when files change', () => {
  test('a call in flight ends well, and the next connection shows the new certificate', async () => {
    const { handle, peers, arrived, finish } = holding();
    const server = await backend({ clientCa: authority.caPath, handle });
    const files = authority.issue('old-client');
    const logger = capturedLogger();
    const reporter = client(server.address, shown(files), logger);
    const first = echo(reporter);
    await arrived;
    replaceCertificate(files, authority.issue('new-client'));
    await logger.logged('certificates reloaded');
    finish();
    expect(await first).toBe('done');
    await echo(reporter);
    expect(peers).toEqual(['old-client', 'old-client']);

    server.kill();
    await connection(reporter, false);
    await backend({ clientCa: authority.caPath, handle, port: server.port });
    await connection(reporter);
    await echo(reporter);
    expect(peers.at(-1)).toBe('new-client');
  });

  test('to something bad the old ones stay in use, with a warning', async () => {
    const { address } = await backend({ clientCa: authority.caPath });
    const files = authority.issue('client');
    const logger = capturedLogger();
    const reporter = client(address, shown(files), logger);
    replaceCertificate(files, { certPath: files.keyPath, keyPath: files.keyPath });
    await logger.logged('kept the old certificates');
    expect(logger.lines.at(-1)?.fields).toMatchObject({ for: 'out' });
    expect(await echo(reporter)).toBe('a:x');
  });

  test('of the server, a client in the midst of a call notices nothing', async () => {
    const { handle, arrived, finish } = holding();
    const { address, logger, files } = await backend({ handle });
    const reporter = client(address);
    const changes: boolean[] = [];
    reporter.onConnection((connected) => changes.push(connected));
    const call = echo(reporter);
    await arrived;
    replaceCertificate(files, authority.issue('server-again'));
    await logger.logged('certificate reloaded');
    finish();
    expect(await call).toBe('done');
    expect(changes).toEqual([true]);
  });
});

test('a certificate file that is no use stops the start, naming flag and path', () => {
  expect(() => client('a:1', { tlsCa: '/no/such.pem' })).toThrow('--out.tls.ca: cannot read /no/such.pem (ENOENT)');
});

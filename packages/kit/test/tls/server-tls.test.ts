import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { Client, credentials, Server } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { bindGrpc } from '../../src/net/bind-grpc.ts';
import { parseHostPort } from '../../src/net/host-port.ts';
import { type HttpServer, httpServer } from '../../src/net/http-server.ts';
import { grpcServerCredentials } from '../../src/tls/grpc-server-credentials.ts';
import { openServerTls, type ServerTls } from '../../src/tls/server-tls.ts';
import { tlsClientOptions } from '../../src/tls/tls-client-config.ts';
import type { TlsServerConfig } from '../../src/tls/tls-server-config.ts';
import { capturedLogger } from '../support/captured.ts';
import { certificateAuthority, replaceCertificate } from '../support/certificates.ts';

const authority = certificateAuthority('kit tests');
const stranger = certificateAuthority('someone else');
const ca = tlsClientOptions('out', clientConfig({ tlsCa: authority.caPath }))?.ca;

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function serverConfig(over: Partial<TlsServerConfig>): TlsServerConfig {
  return {
    tlsEnabled: true,
    tlsCert: '',
    tlsKey: '',
    tlsClientCa: '',
    tlsCipherSuites: [],
    tlsMinVersion: '',
    tlsMaxVersion: '',
    tlsReloadIntervalMs: 0,
    ...over,
  };
}

function clientConfig(over: object) {
  const off = { tlsCa: '', tlsCert: '', tlsKey: '', tlsServerName: '', tlsSkipHostVerify: false };
  return { tlsEnabled: true, ...off, ...over };
}

interface Opened {
  readonly tls: ServerTls;
  readonly logger: ReturnType<typeof capturedLogger>;
  readonly files: { readonly certPath: string; readonly keyPath: string };
}

function opened(over: Partial<TlsServerConfig> = {}): Opened {
  const files = authority.issue('first');
  const logger = capturedLogger();
  const config = serverConfig({ tlsCert: files.certPath, tlsKey: files.keyPath, ...over });
  const tls = openServerTls('web', config, logger);
  if (tls === null) throw new Error('TLS is off');
  closing.push(() => tls.close());
  return { tls, logger, files };
}

async function serving(tls: ServerTls): Promise<{ server: HttpServer; port: number }> {
  const server = httpServer((_request, response) => response.end('hello'), tls);
  closing.push(() => server.stop(0));
  return { server, port: parseHostPort(await server.listen('127.0.0.1:0', 'web.host-port'))?.port ?? 0 };
}

/** Resolves with a verified connection, rejects when either side refuses it. */
async function shaken(port: number, over: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.1', ca, ...over });
  closing.push(() => void socket.destroy());
  await once(socket, 'secureConnect');
  // With TLS 1.3 a refused client certificate shows only now.
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await Promise.race([
    once(socket, 'data'),
    once(socket, 'close').then(() => Promise.reject(new Error('closed by the server'))),
  ]);
  return socket;
}

describe('a listener with TLS', () => {
  test('serves the certificate to who trusts its authority', async () => {
    const { port } = await serving(opened().tls);
    const socket = await shaken(port);
    expect(socket.getPeerCertificate().subject.CN).toBe('first');
    expect(socket.getProtocol()).toBe('TLSv1.3');
  });

  test('with a client CA, takes only clients that one of it signed', async () => {
    const { port } = await serving(opened({ tlsClientCa: authority.caPath }).tls);
    const mine = authority.issue('client');
    const theirs = stranger.issue('client');
    const show = (files: { certPath: string; keyPath: string }): ConnectionOptions =>
      tlsClientOptions(
        'out',
        clientConfig({ tlsCa: authority.caPath, tlsCert: files.certPath, tlsKey: files.keyPath }),
      ) ?? {};
    expect((await shaken(port, show(mine))).authorized).toBe(true);
    await expect(shaken(port, show(theirs))).rejects.toThrow();
    await expect(shaken(port)).rejects.toThrow();
  });

  test.each([
    [{ tlsMaxVersion: '1.2' }, { minVersion: 'TLSv1.3' }],
    [{ tlsMinVersion: '1.3' }, { maxVersion: 'TLSv1.2' }],
    [
      { tlsCipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'], tlsMaxVersion: '1.2' },
      { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' },
    ],
  ] as const)('%j refuses %j', async (over, client) => {
    const { port } = await serving(opened(over).tls);
    await expect(shaken(port, client)).rejects.toThrow();
  });

  test.each([
    ['1.0', 'TLSv1', []],
    ['1.0', 'TLSv1.1', []],
    ['1.1', 'TLSv1.1', ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA']],
    ['1.0', 'TLSv1.3', []],
  ] as const)('from %s serves %s', async (tlsMinVersion, version, tlsCipherSuites) => {
    const { port } = await serving(opened({ tlsMinVersion, tlsCipherSuites }).tls);
    const old: ConnectionOptions = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    expect((await shaken(port, old)).getProtocol()).toBe(version);
  });

  test('uses the chosen suite', async () => {
    const suites = { tlsCipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'], tlsMaxVersion: '1.2' };
    const { port } = await serving(opened(suites).tls);
    expect((await shaken(port)).getCipher().standardName).toBe('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
  });

  test('stops although a connection never began its handshake', async () => {
    const { server } = await serving(opened().tls);
    await server.stop(60_000);
    expect(server.server.listening).toBe(false);
  });
});

describe('when the files change', () => {
  test('new connections get the new certificate, running ones stay', async () => {
    const { tls, logger, files } = opened();
    const { port } = await serving(tls);
    const before = await shaken(port);
    replaceCertificate(files, authority.issue('second'));
    await logger.logged('certificate reloaded');
    expect((await shaken(port)).getPeerCertificate().subject.CN).toBe('second');
    before.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(String(await once(before, 'data'))).toContain('hello');
  });

  test('the interval alone is enough', async () => {
    const { logger, files, tls } = opened({ tlsReloadIntervalMs: 20 });
    replaceCertificate(files, authority.issue('polled'));
    await logger.logged('certificate reloaded');
    expect(tls.options().minVersion).toBe('TLSv1.2');
  });

  test('a bad one leaves the old one in use, with a warning that says why', async () => {
    const { tls, logger, files } = opened();
    const { port } = await serving(tls);
    writeFileSync(files.certPath, 'not a certificate');
    await logger.logged('kept the old certificate');
    const warned = logger.lines.find(({ level }) => level === 'warn');
    expect(warned?.fields).toEqual({ reason: `--web.tls.cert: ${files.certPath} is not a PEM file` });
    expect((await shaken(port)).getPeerCertificate().subject.CN).toBe('first');
    replaceCertificate(files, authority.issue('repaired'));
    await logger.logged('certificate reloaded');
    expect((await shaken(port)).getPeerCertificate().subject.CN).toBe('repaired');
  });
});

describe('gRPC', () => {
  async function call(target: string): Promise<string> {
    const client = new Client(target, credentials.createSsl(Buffer.from(String(ca))));
    try {
      return await new Promise((resolve, reject) => {
        const bytes = (value: string): Buffer => Buffer.from(value);
        client.makeUnaryRequest('/t.T/Echo', bytes, String, 'ping', {}, (error, value) =>
          error === null ? resolve(value ?? '') : reject(error),
        );
      });
    } finally {
      client.close();
    }
  }

  test('serves TLS and follows a reload without a new bind', async () => {
    const { tls, logger, files } = opened();
    const server = new Server();
    closing.push(() => server.forceShutdown());
    const method = { path: '/t.T/Echo', requestStream: false, responseStream: false };
    const codec = { serialize: (value: string) => Buffer.from(value), deserialize: String };
    server.addService(
      {
        Echo: {
          ...method,
          requestSerialize: codec.serialize,
          requestDeserialize: codec.deserialize,
          responseSerialize: codec.serialize,
          responseDeserialize: codec.deserialize,
        },
      },
      {
        Echo: (request: { request: string }, done: (error: null, value: string) => void) => done(null, request.request),
      },
    );
    const bound = await bindGrpc(server, 'localhost:0', 'web.host-port', grpcServerCredentials(tls));
    const port = parseHostPort(bound)?.port ?? 0;
    expect(await call(`localhost:${port}`)).toBe('ping');
    replaceCertificate(files, authority.issue('grpc-second'));
    await logger.logged('certificate reloaded');
    const socket = connect({ port, host: 'localhost', ca, ALPNProtocols: ['h2'] });
    closing.push(() => void socket.destroy());
    await once(socket, 'secureConnect');
    expect(socket.getPeerCertificate().subject.CN).toBe('grpc-second');
    expect(await call(`localhost:${port}`)).toBe('ping');
  });

  test('without TLS the credentials are plain', () => {
    expect(grpcServerCredentials(null)._isSecure()).toBe(false);
  });
});

describe('files that are no use stop the start, naming flag and path', () => {
  const good = authority.issue('good');
  const other = authority.issue('other');
  const missing = join(authority.folder, 'missing.pem');
  const empty = join(authority.folder, 'empty.pem');
  const broken = join(authority.folder, 'broken.pem');
  writeFileSync(empty, '');
  writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');

  test.each([
    [{ tlsCert: missing }, `--web.tls.cert: cannot read ${missing} (ENOENT)`],
    [{ tlsCert: authority.folder }, `--web.tls.cert: cannot read ${authority.folder} (EISDIR)`],
    [{ tlsKey: empty }, `--web.tls.key: ${empty} is not a PEM file`],
    [{ tlsCert: broken }, `--web.tls.cert=${broken} is not usable: `],
    [{ tlsKey: good.certPath }, `--web.tls.key=${good.certPath} is not usable: `],
    [{ tlsKey: other.keyPath }, `--web.tls.cert=${good.certPath} with --web.tls.key=${other.keyPath} is not usable: `],
    [{ tlsClientCa: missing }, `--web.tls.client-ca: cannot read ${missing} (ENOENT)`],
  ])('%#', (over, message) => {
    const config = serverConfig({ tlsCert: good.certPath, tlsKey: good.keyPath, ...over });
    expect(() => openServerTls('web', config, capturedLogger())).toThrow(message);
  });

  test('and when TLS is off nothing is read', () => {
    expect(openServerTls('web', serverConfig({ tlsEnabled: false }), capturedLogger())).toBeNull();
    expect(tlsClientOptions('out', { ...clientConfig({}), tlsEnabled: false })).toBeNull();
  });
});

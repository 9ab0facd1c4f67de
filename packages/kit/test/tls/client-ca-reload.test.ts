// The authority whose clients a listener takes changes while it runs.
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { type GrpcClient, grpcClient } from '../../src/net/grpc-client.ts';
import { parseHostPort } from '../../src/net/host-port.ts';
import { httpServer } from '../../src/net/http-server.ts';
import { systemClock } from '../../src/system-clock.ts';
import { grpcServerCredentials } from '../../src/tls/grpc-server-credentials.ts';
import { openServerTls, type ServerTls } from '../../src/tls/server-tls.ts';
import { tlsClientOptions } from '../../src/tls/tls-client-config.ts';
import { type CapturedLogger, capturedLogger } from '../support/captured.ts';
import { type Authority, certificateAuthority } from '../support/certificates.ts';
import { ECHO, grpcBackend } from '../support/grpc-backend.ts';

const before = certificateAuthority('before');
const after = certificateAuthority('after');
const serverAuthority = certificateAuthority('server');

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** TLS of a listener that takes clients of `before`; `change` has it take those of `after` alone. */
function listenerTls(): { readonly tls: ServerTls; readonly change: () => Promise<void> } {
  const files = serverAuthority.issue('server');
  const clientCa = `${files.certPath}.client-ca`;
  copyFileSync(before.caPath, clientCa);
  const logger: CapturedLogger = capturedLogger();
  const config = {
    tlsEnabled: true,
    tlsCert: files.certPath,
    tlsKey: files.keyPath,
    tlsClientCa: clientCa,
    tlsCipherSuites: [],
    tlsMinVersion: '',
    tlsMaxVersion: '',
    tlsReloadIntervalMs: 0,
  };
  const tls = openServerTls('in', config, logger);
  if (tls === null) throw new Error('TLS is off');
  closing.push(() => tls.close());
  return {
    tls,
    change: async () => {
      copyFileSync(after.caPath, clientCa);
      await logger.logged('certificate reloaded');
    },
  };
}

function clientOf(authority: Authority) {
  const { certPath, keyPath } = authority.issue('client');
  const shown = { tlsCa: serverAuthority.caPath, tlsCert: certPath, tlsKey: keyPath };
  return { tlsEnabled: true, tlsServerName: '', tlsSkipHostVerify: false, ...shown };
}

describe('HTTP', () => {
  async function greeted(socket: TLSSocket): Promise<string> {
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const closed = once(socket, 'close').then(() => 'closed');
    return Promise.race([once(socket, 'data').then(String), closed]);
  }

  test('clients of the new authority are taken, those of the old one keep what they have and get no more', async () => {
    const { tls, change } = listenerTls();
    const server = httpServer((_request, response) => response.end('hello'), tls);
    closing.push(() => server.stop(0));
    const port = parseHostPort(await server.listen('127.0.0.1:0', 'in.host-port'))?.port ?? 0;
    const dial = (authority: Authority): TLSSocket => {
      const options: ConnectionOptions = tlsClientOptions('out', clientOf(authority)) ?? {};
      const socket = connect({ ...options, port, host: '127.0.0.1' }).on('error', () => {});
      closing.push(() => void socket.destroy());
      return socket;
    };
    const running = dial(before);
    expect(await greeted(running)).toContain('hello');
    expect(await greeted(dial(after))).toBe('closed');
    await change();
    expect(await greeted(dial(after))).toContain('hello');
    expect(await greeted(dial(before))).toBe('closed');
    expect(await greeted(running)).toContain('hello');
  });
});

describe('gRPC', () => {
  async function echo(client: GrpcClient): Promise<string> {
    return (await client.unary(ECHO, Buffer.from('x'))).toString();
  }

  test('clients of the new authority are taken, those of the old one keep what they have and get no more', async () => {
    const { tls, change } = listenerTls();
    const server = await grpcBackend({ credentials: grpcServerCredentials(tls) });
    closing.push(() => server.kill());
    const dial = (authority: Authority): GrpcClient => {
      const client = grpcClient({
        targets: [server.address],
        tls: clientOf(authority),
        flagPrefix: 'out',
        logger: capturedLogger(),
        clock: systemClock,
      });
      closing.push(() => client.close());
      return client;
    };
    const running = dial(before);
    expect(await echo(running)).toBe('a:x');
    await expect(echo(dial(after))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await change();
    expect(await echo(dial(after))).toBe('a:x');
    await expect(echo(dial(before))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(await echo(running)).toBe('a:x');
  });
});

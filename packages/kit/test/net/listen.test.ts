import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { bindGrpc } from '../../src/net/bind-grpc.ts';
import { parseHostPort } from '../../src/net/host-port.ts';
import { listen, listenError } from '../../src/net/listen.ts';

const servers: Server[] = [];
const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);
const openGrpc: GrpcServer[] = [];

function server(): Server {
  const created = createServer();
  servers.push(created);
  return created;
}

function grpc(): GrpcServer {
  const created = new GrpcServer();
  openGrpc.push(created);
  return created;
}

afterEach(() => {
  for (const each of servers.splice(0)) each.close();
  for (const each of openGrpc.splice(0)) each.forceShutdown();
});

test('listening tells the address that was bound', async () => {
  const bound = await listen(server(), '127.0.0.1:0', 'web.host-port');
  expect(bound).toMatch(/^127\.0\.0\.1:[1-9]\d*$/);
});

describe('no host is every interface, and so is 0.0.0.0, for IPv6 too, as in Go', () => {
  const every = hasIpv6 ? '::' : '0.0.0.0';

  test.each([':0', '0.0.0.0:0'])('%s', async (hostPort) => {
    expect(parseHostPort(await listen(server(), hostPort, 'web.host-port'))?.host).toBe(every);
    const grpcBound = await bindGrpc(grpc(), hostPort, 'f', ServerCredentials.createInsecure());
    expect(parseHostPort(grpcBound)?.host).toBe(every);
  });
});

test('localhost is the IPv4 one, as in Go', async () => {
  expect(await listen(server(), 'localhost:0', 'web.host-port')).toMatch(/^127\.0\.0\.1:/);
});

test('a host name that does not exist says so', async () => {
  await expect(listen(server(), 'no-such-host.invalid:0', 'web.host-port')).rejects.toThrow(
    /^cannot listen on no-such-host\.invalid:0 \(--web\.host-port\): the host name /,
  );
});

test('a taken port names the address, the flag and the cure', async () => {
  const bound = await listen(server(), '127.0.0.1:0', 'first');
  await expect(listen(server(), bound, 'web.host-port')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: `cannot listen on ${bound} (--web.host-port): address already in use; choose another port or stop the other process`,
  });
});

test('an address that is not this machine’s says so', async () => {
  await expect(listen(server(), '192.0.2.1:0', 'web.host-port')).rejects.toThrow(
    'cannot listen on 192.0.2.1:0 (--web.host-port): this machine has no such address',
  );
});

test('a failed listen leaves no listener behind', async () => {
  const bound = await listen(server(), '127.0.0.1:0', 'first');
  const second = server();
  await listen(second, bound, 'second').catch(() => undefined);
  expect(await listen(second, '127.0.0.1:0', 'second')).toMatch(/^127/);
});

test.each([
  ['EACCES', 'permission denied; choose a port of 1024 or above'],
  ['ENOTFOUND', 'the host name is unknown; choose an address of this machine'],
  ['EWHATEVER', 'listen EWHATEVER'],
])('%s: %s', (code, reason) => {
  const error = listenError(':80', 'f', new Error(`listen ${code}`));
  expect(error.message).toBe(`cannot listen on :80 (--f): ${reason}`);
});

test('what is no address is refused', async () => {
  await expect(listen(server(), 'x', 'f')).rejects.toThrow('--f: "x" is not a host:port');
  await expect(bindGrpc(grpc(), 'x', 'f', ServerCredentials.createInsecure())).rejects.toThrow('is not a host:port');
});

describe('gRPC servers', () => {
  const plain = ServerCredentials.createInsecure();

  test('bind and tell the address', async () => {
    expect(await bindGrpc(grpc(), '127.0.0.1:0', 'f', plain)).toMatch(/^127\.0\.0\.1:[1-9]\d*$/);
    expect(parseHostPort(await bindGrpc(grpc(), ':0', 'f', plain))?.port).toBeGreaterThan(0);
  });

  test('say of a taken port what any listener says', async () => {
    const bound = await listen(server(), '127.0.0.1:0', 'first');
    await expect(bindGrpc(grpc(), bound, 'collector.otlp.grpc.host-port', plain)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `cannot listen on ${bound} (--collector.otlp.grpc.host-port): address already in use; choose another port or stop the other process`,
    });
  });
});

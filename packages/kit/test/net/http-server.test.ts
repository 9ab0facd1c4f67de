import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { parseHostPort } from '../../src/net/host-port.ts';
import { DEFAULT_HTTP_LIMITS, type HttpServer, httpServer } from '../../src/net/http-server.ts';

const servers: HttpServer[] = [];
const agent = new Agent({ keepAlive: true });

afterEach(async () => {
  agent.destroy();
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

interface Started {
  readonly server: HttpServer;
  readonly port: number;
}

async function start(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  limits: Partial<typeof DEFAULT_HTTP_LIMITS> = {},
): Promise<Started> {
  const server = httpServer(handler, null, { ...DEFAULT_HTTP_LIMITS, ...limits });
  servers.push(server);
  const bound = await server.listen('127.0.0.1:0', 'web.host-port');
  return { server, port: parseHostPort(bound)?.port ?? 0 };
}

async function connected(port: number, text = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  if (text !== '') socket.write(text);
  return socket;
}

async function read(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

function answer(port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get({ port, host: '127.0.0.1', agent }, resolve).on('error', reject));
}

describe('stopping', () => {
  test('closes idle keep-alive connections at once', async () => {
    const { server, port } = await start((_request, response) => response.end('ok'));
    const response = await answer(port);
    response.resume();
    await once(response, 'end');
    const socket = await connected(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await server.stop(60_000);
    await closed;
  });

  test('closes a connection that never asked anything', async () => {
    const { server, port } = await start(() => undefined);
    const accepted = once(server.server, 'connection');
    const socket = await connected(port);
    await accepted;
    const closed = once(socket, 'close');
    await server.stop(60_000);
    await closed;
  });

  test('lets a running request finish, then closes its connection', async () => {
    let release: (() => void) | undefined;
    let served: (() => void) | undefined;
    const serving = new Promise<void>((resolve) => {
      served = resolve;
    });
    const { server, port } = await start((_request, response) => {
      response.write('first,');
      release = () => response.end('last');
      served?.();
    });
    const text = read(await connected(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    await serving;
    const stopped = server.stop(60_000);
    release?.();
    await stopped;
    expect(await text).toContain('first,');
    expect(await text).toContain('last');
  });

  test('cuts what is left at the deadline', async () => {
    const { server, port } = await start((_request, response) => response.write('never done'));
    const socket = await connected(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await server.stop(10);
    await closed;
  });

  test('twice, or before listening, is harmless', async () => {
    const { server } = await start((_request, response) => response.end());
    await server.stop(10);
    await server.stop(10);
    await httpServer(() => undefined, null).stop(10);
    expect(server.server.listening).toBe(false);
  });

  test('refuses new connections', async () => {
    const { server, port } = await start((_request, response) => response.end());
    await server.stop(10);
    const socket = connect(port, '127.0.0.1');
    const [error] = await once(socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('limits', () => {
  test('headers that are too large are refused with 431', async () => {
    const { port } = await start((_request, response) => response.end(), { maxHeaderBytes: 1_024 });
    const socket = await connected(port, `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(2_000)}\r\n\r\n`);
    expect(await read(socket)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('headers that do not come in time are refused with 408', async () => {
    const { port } = await start((_request, response) => response.end(), { headersTimeoutMs: 50 });
    const socket = await connected(port, 'GET / HTTP/1.1\r\nHost: x\r\nA: ');
    expect(await read(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a body that does not come in time is refused with 408', async () => {
    const limits = { headersTimeoutMs: 50, requestTimeoutMs: 100 };
    const { port } = await start((request) => request.resume(), limits);
    const socket = await connected(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab');
    expect(await read(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('an idle connection is closed', async () => {
    const { port } = await start((_request, response) => response.end('ok'), { idleTimeoutMs: 20 });
    const socket = await connected(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await read(socket)).toContain('ok');
  });

  test('connections above the bound are closed', async () => {
    const { port } = await start((_request, response) => response.end('ok'), { maxConnections: 1 });
    const first = await connected(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(first, 'data');
    const second = await connected(port);
    expect(await read(second)).toBe('');
    first.destroy();
  });
});

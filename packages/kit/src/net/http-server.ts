// HTTP servers with limits on every stage of a request and a stop that neither cuts a running request nor waits
// for idle keep-alive connections.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Server as NetServer, type Socket } from 'node:net';
import type { ServerTls } from '../tls/server-tls.ts';
import { listen } from './listen.ts';

export interface HttpLimits {
  readonly maxHeaderBytes: number;
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last of its body. */
  readonly requestTimeoutMs: number;
  /** How long a connection may wait for its next request. */
  readonly idleTimeoutMs: number;
  /** More are refused at once. */
  readonly maxConnections: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  maxHeaderBytes: 64 * 1024,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 120_000,
  idleTimeoutMs: 60_000,
  maxConnections: 10_000,
};

export interface HttpServer {
  /** For events such as 'clientError'. */
  readonly server: Server;
  /** Resolves with the bound `host:port`; throws CONFIG_INVALID (see `listen`). */
  listen(hostPort: string, flag: string): Promise<string>;
  /**
   * Refuses new connections, closes each one after its next response and after half a second without a request;
   * cuts what is left after `deadlineMs`.
   */
  stop(deadlineMs: number): Promise<void>;
}

/** `tls` null = plain text; it stays the caller's to close. */
export function httpServer(
  handler: RequestListener,
  tls: ServerTls | null,
  limits: HttpLimits = DEFAULT_HTTP_LIMITS,
): HttpServer {
  const settings = {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.idleTimeoutMs,
    connectionsCheckingInterval: Math.max(100, Math.min(5_000, limits.headersTimeoutMs / 2)),
  };
  const server = tls === null ? createServer(settings, handler) : secureServer(tls, settings, handler);
  server.maxConnections = limits.maxConnections;
  const connections = new Connections(server);
  return {
    server,
    listen: (hostPort, flag) => listen(server, hostPort, flag),
    stop: (deadlineMs) => stopServer(server, connections, deadlineMs),
  };
}

function secureServer(tls: ServerTls, settings: object, handler: RequestListener): Server {
  const server = createTlsServer({ ...settings, ...tls.options() }, handler);
  const unsubscribe = tls.onReload((options) => server.setSecureContext(options));
  server.on('close', unsubscribe);
  return server;
}

/** Which connections exist and which of them are at work on a request. */
class Connections {
  /** A TLS connection is here twice until its handshake is done: as the raw socket, then as the TLS socket. */
  readonly #open = new Set<Socket>();
  readonly #busy = new Map<Socket, number>();
  readonly #running = new Set<ServerResponse>();
  #stopping = false;

  constructor(server: Server) {
    server.on('connection', (socket) => this.#add(socket));
    server.on('secureConnection', (socket) => this.#add(socket));
    server.prependListener('request', (request, response) => this.#serve(request.socket, response));
  }

  /** From now on every response ends its connection. */
  closeAfterResponse(): void {
    this.#stopping = true;
    for (const response of this.#running) sayLast(response);
  }

  closeIdle(): void {
    // The raw socket under a busy TLS socket has the same peer.
    const busyPeers = new Set([...this.#busy.keys()].map(peerOf));
    for (const socket of this.#open) {
      if (!busyPeers.has(peerOf(socket))) socket.destroy();
    }
  }

  closeAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #add(socket: Socket): void {
    if (this.#stopping) {
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    socket.once('close', () => {
      this.#open.delete(socket);
      this.#busy.delete(socket);
    });
  }

  #serve(socket: Socket, response: ServerResponse): void {
    if (this.#stopping) sayLast(response);
    this.#running.add(response);
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1);
    response.once('close', () => {
      this.#running.delete(response);
      const left = (this.#busy.get(socket) ?? 1) - 1;
      if (left > 0) this.#busy.set(socket, left);
      else {
        this.#busy.delete(socket);
        if (this.#stopping) socket.end();
      }
    });
  }
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}`;
}

/** How long a stopping server waits for a request that may be on its way over a connection without one. */
const LAST_REQUEST_MS = 500;

/** Tells the client not to send another request on the connection, unless the response has begun. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

function stopServer(server: Server, connections: Connections, deadlineMs: number): Promise<void> {
  if (!server.listening) return Promise.resolve();
  connections.closeAfterResponse();
  return new Promise((resolve) => {
    const cut = setTimeout(() => connections.closeAll(), deadlineMs);
    const idle = setTimeout(() => connections.closeIdle(), Math.min(LAST_REQUEST_MS, deadlineMs));
    // Not the close of http.Server: that one cuts connections between two requests, with the next already sent.
    NetServer.prototype.close.call(server, () => {
      clearTimeout(cut);
      clearTimeout(idle);
      resolve();
    });
  });
}

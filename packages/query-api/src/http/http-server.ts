// The listener of the query API, with limits on everything a client can make it wait for or hold.
import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';

/** As Go's default: a multi-get of 1,500 ids is a request line of 62 KB. */
const MAX_HEADER_BYTES = 1024 * 1024;
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** A connection on which nothing moves in either direction, e.g. a client that stopped reading. */
const STALLED_TIMEOUT_MS = 120_000;

const OPTIONS: ServerOptions = {
  maxHeaderSize: MAX_HEADER_BYTES,
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
};

/** Null = plain text. */
export type Tls = (SecureContextOptions & TlsOptions) | null;

export function httpServer(listener: RequestListener, tls: Tls): Server {
  const server =
    tls === null ? createPlainServer(OPTIONS, listener) : createTlsServer({ ...OPTIONS, ...tls }, listener);
  server.setTimeout(STALLED_TIMEOUT_MS);
  return server;
}

/** Resolves with the port, which differs from the one asked for when that was 0. */
export async function listening(server: Server, host: string, port: number): Promise<number> {
  server.listen({ port, ...(host === '' ? {} : { host }) });
  await once(server, 'listening');
  const address: string | AddressInfo | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Takes no more requests, lets running ones end, and after the deadline cuts what is left. */
export async function drained(server: Server, deadlineMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearTimeout(cut);
}

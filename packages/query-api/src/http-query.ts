// The query service over HTTP: v1 JSON and the page, on one listener. Owns the listener; the storage is
// only borrowed.
import type { Component, Health, StorageBackend } from '@spoor/core';
import {
  DEFAULT_HTTP_LIMITS,
  type HttpLimits,
  type HttpServer,
  httpServer,
  openServerTls,
  type ServerTls,
} from '@spoor/kit';
import { HOST_PORT_FLAG, type HttpQueryConfig, TLS_PREFIX } from './config.ts';
import { openQueryApp } from './query-app.ts';
import type { QueryDeps } from './query-deps.ts';

/** A multi-get of 1,500 ids, the most a UI asks for, is a request line of 62 KB. */
const LIMITS: HttpLimits = { ...DEFAULT_HTTP_LIMITS, maxHeaderBytes: 128 * 1024, maxConnections: 2_000 };
/** A connection on which nothing moves, e.g. of a client that stopped reading: its trace is held all the while. */
const STALLED_TIMEOUT_MS = 300_000;

export function httpQuery(config: HttpQueryConfig, storage: StorageBackend, deps: QueryDeps): Component {
  let tls: ServerTls | null = null;
  let http: HttpServer | null = null;
  let health: Health = { state: 'stopped', detail: '' };
  return {
    name: 'http-query',
    async start() {
      health = { state: 'starting', detail: '' };
      tls = openServerTls(TLS_PREFIX, config, deps.logger);
      http = httpServer(await openQueryApp(config, storage, deps), tls, LIMITS);
      http.server.setTimeout(STALLED_TIMEOUT_MS);
      const address = await http.listen(config.hostPort, HOST_PORT_FLAG);
      deps.logger.info('query listening', { address, tls: tls !== null });
      health = { state: 'ready', detail: address };
    },
    async stop(deadlineMs) {
      health = { state: 'stopping', detail: health.detail };
      await http?.stop(deadlineMs);
      tls?.close();
      http = null;
      health = { state: 'stopped', detail: '' };
    },
    health: () => health,
  };
}

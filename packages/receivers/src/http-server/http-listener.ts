// An HTTP port for a receiver: limits, TLS with reload, and a stop that lets running requests end.
import type { RequestListener } from 'node:http';
import type { Component, Health, Logger } from '@spoor/core';
import {
  DEFAULT_HTTP_LIMITS,
  type HttpLimits,
  type HttpServer,
  httpServer,
  openServerTls,
  type ServerTls,
  type TlsServerConfig,
} from '@spoor/kit';

/** What the zeros of the flags stand for. */
const SAFE_READ_TIMEOUT_MS = 60_000;
const SAFE_READ_HEADER_TIMEOUT_MS = 10_000;
/** Longer than exporters keep their connections: who closes first should be the client. */
const SAFE_IDLE_TIMEOUT_MS = 120_000;

export interface HttpListenerConfig extends TlsServerConfig {
  readonly hostPort: string;
  readonly readTimeoutMs: number;
  readonly readHeaderTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

export interface HttpListenerOptions {
  readonly name: string;
  /** Of the flags, e.g. `collector.otlp.http`. */
  readonly flagPrefix: string;
  /** Of the flags for TLS, where it is another. */
  readonly tlsFlagPrefix?: string;
  readonly config: HttpListenerConfig;
  readonly handler: RequestListener;
  readonly logger: Logger;
}

export class HttpListener implements Component {
  readonly name: string;
  readonly #options: HttpListenerOptions;
  #tls: ServerTls | null = null;
  #server: HttpServer | null = null;
  #state: Health['state'] = 'starting';
  #address = '';
  #stopped: Promise<void> | null = null;

  constructor(options: HttpListenerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Where it listens, `host:port`; '' before it started. */
  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    const { config, flagPrefix, tlsFlagPrefix = flagPrefix, handler, logger } = this.#options;
    this.#tls = openServerTls(tlsFlagPrefix, config, logger);
    this.#server = httpServer(handler, this.#tls, limits(config));
    this.#address = await this.#server.listen(config.hostPort, `${flagPrefix}.host-port`);
    this.#state = 'ready';
    logger.info('listening', { name: this.name, address: this.#address, tls: config.tlsEnabled });
  }

  stop(deadlineMs: number): Promise<void> {
    this.#stopped ??= this.#drain(deadlineMs);
    return this.#stopped;
  }

  health(): Health {
    return { state: this.#state, detail: this.#address };
  }

  async #drain(deadlineMs: number): Promise<void> {
    this.#state = 'stopping';
    await this.#server?.stop(deadlineMs);
    this.#tls?.close();
    this.#state = 'stopped';
  }
}

function limits(config: HttpListenerConfig): HttpLimits {
  return {
    ...DEFAULT_HTTP_LIMITS,
    requestTimeoutMs: config.readTimeoutMs || SAFE_READ_TIMEOUT_MS,
    headersTimeoutMs: config.readHeaderTimeoutMs || SAFE_READ_HEADER_TIMEOUT_MS,
    idleTimeoutMs: config.idleTimeoutMs || SAFE_IDLE_TIMEOUT_MS,
  };
}

// A gRPC port: limits, TLS with reload, health, reflection, and a stop that lets running calls end.
import { Server, type ServerOptions } from '@grpc/grpc-js';
import type { ByteBudget, Component, Health, Logger } from '@spoor/core';
import { bindGrpc, grpcServerCredentials, openServerTls, type ServerTls, type TlsServerConfig } from '@spoor/kit';
import { boundReading } from './bound-reading.ts';
import type { GrpcService } from './grpc-service.ts';
import { HEALTH_SERVICE, HealthService } from './health-service.ts';
import { REFLECTION_SERVICES, reflectionServices } from './reflection-service.ts';
import { refuseWhenFull } from './refuse-when-full.ts';

/** Calls that one connection may have open; clients queue what is above. */
const MAX_STREAMS = 256;
/** A peer that answers no ping for so long is gone, and its half-sent messages with it. */
const KEEPALIVE_MS = 60_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;
/** Of HTTP/2 flow control: a batch of spans then needs no round trip in the middle. */
const WINDOW_BYTES = 256 * 1024;

export interface GrpcListenerConfig extends TlsServerConfig {
  readonly hostPort: string;
  readonly maxMessageBytes: number;
  /** 0 = no limit. */
  readonly maxConnectionAgeMs: number;
  /** 0 = no limit. */
  readonly maxConnectionAgeGraceMs: number;
}

export interface GrpcListenerOptions {
  readonly name: string;
  /** Of the flags, e.g. `collector.otlp.grpc`. */
  readonly flagPrefix: string;
  /** Of the TLS flags, where it is another. */
  readonly tlsFlagPrefix?: string;
  readonly config: GrpcListenerConfig;
  /** By full name, health and reflection not among them. */
  readonly services: ReadonlyMap<string, GrpcService>;
  readonly budget: ByteBudget;
  readonly logger: Logger;
}

export class GrpcListener implements Component {
  readonly name: string;
  readonly #options: GrpcListenerOptions;
  readonly #server: Server;
  readonly #health: HealthService;
  #tls: ServerTls | null = null;
  #state: Health['state'] = 'starting';
  #address = '';
  #stopped: Promise<void> | null = null;

  constructor(options: GrpcListenerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#server = new Server(serverOptions(options));
    const names = [...options.services.keys()];
    this.#health = new HealthService(names);
    const all = [...names, HEALTH_SERVICE, ...REFLECTION_SERVICES].sort();
    const services = [...options.services.values(), this.#health, ...reflectionServices(all)];
    for (const { definition, implementation } of services) this.#server.addService(definition, implementation);
  }

  /** Where it listens, `host:port`; '' before it started. */
  get address(): string {
    return this.#address;
  }

  async start(): Promise<void> {
    const { config, flagPrefix, tlsFlagPrefix = flagPrefix, logger } = this.#options;
    this.#tls = openServerTls(tlsFlagPrefix, config, logger);
    const credentials = grpcServerCredentials(this.#tls);
    this.#address = await bindGrpc(this.#server, config.hostPort, `${flagPrefix}.host-port`, credentials);
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

  /** GOAWAY to every connection, running calls end, and what is left after the deadline is cancelled. */
  async #drain(deadlineMs: number): Promise<void> {
    this.#state = 'stopping';
    this.#health.stop();
    // Both, in this order: `drain` cuts what is left after the deadline, which forceShutdown of grpc-js 1.14
    // forgets without channelz, and it only cuts connections that it closed itself.
    if (this.#address !== '') this.#server.drain(this.#address, deadlineMs);
    await new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
    this.#tls?.close();
    this.#state = 'stopped';
  }
}

function serverOptions({ config, budget }: GrpcListenerOptions): ServerOptions {
  const { maxConnectionAgeMs, maxConnectionAgeGraceMs } = config;
  return {
    'grpc.max_receive_message_length': config.maxMessageBytes,
    'grpc.max_concurrent_streams': MAX_STREAMS,
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
    'grpc.enable_channelz': 0,
    'grpc-node.flow_control_window': WINDOW_BYTES,
    ...(maxConnectionAgeMs === 0 ? {} : { 'grpc.max_connection_age_ms': maxConnectionAgeMs }),
    ...(maxConnectionAgeGraceMs === 0 ? {} : { 'grpc.max_connection_age_grace_ms': maxConnectionAgeGraceMs }),
    interceptors: [refuseWhenFull(budget), boundReading(budget, config.maxMessageBytes, WINDOW_BYTES)],
  };
}

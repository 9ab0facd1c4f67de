// A gRPC client for raw messages: one or several targets, calls in turn among those that are connected, reconnecting
// by itself. Not a retry policy: a call fails once, with a TracingError that says whether to try again.
import { type ChannelOptions, logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { type Clock, type Logger, TracingError } from '@spoor/core';
import { type ClientTls, openClientTls } from '../tls/client-tls.ts';
import { grpcClientCredentials } from '../tls/grpc-client-credentials.ts';
import type { TlsClientConfig } from '../tls/tls-client-config.ts';
import { callAborted, GrpcConnection, type UnaryOptions } from './grpc-connection.ts';
import { grpcTargets, targetHost, targetProblem } from './grpc-targets.ts';

export interface GrpcClientOptions {
  /**
   * Each a gRPC target verbatim, e.g. `collector:14250` or `dns:///collector:14250`, whose addresses share its calls;
   * `:14250` is on this machine. Several are a fixed list whose members share the calls. At least one.
   */
  readonly targets: readonly string[];
  readonly tls: TlsClientConfig;
  /** Of the flags, e.g. `reporter.grpc`: for errors. */
  readonly flagPrefix: string;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Default 64 MiB. */
  readonly maxSendBytes?: number;
  /** Default 64 MiB. */
  readonly maxReceiveBytes?: number;
  /** How long a server that took the connection may keep silent; default 20 s. */
  readonly connectTimeoutMs?: number;
  /** Between attempts to connect, give or take a fifth; they begin with half a second. Default 10 s. */
  readonly longestReconnectMs?: number;
}

export interface GrpcClient {
  /**
   * One call with one attempt; while a connection is being made it waits for it. `request` must not change until the
   * promise settles. Rejects with a TracingError: the class of the gRPC status, or the signal's reason.
   */
  unary(path: string, request: Uint8Array, options?: UnaryOptions): Promise<Buffer>;
  /** Whether any target is. */
  readonly connected: boolean;
  /** Told whenever `connected` changes. The answer ends it. */
  onConnection(listener: (connected: boolean) => void): () => void;
  /** Calls in flight go on, later ones are refused. Idempotent. */
  close(): void;
}

/** Connects in the background from now on. Throws CONFIG_INVALID for targets and certificate files that are no use. */
export function grpcClient(options: GrpcClientOptions): GrpcClient {
  // grpc-js writes to stderr by itself; what it says is in the errors too.
  setLogVerbosity(logVerbosity.NONE);
  return new RoundRobin(options);
}

const MAX_BYTES = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 20_000;
const LONGEST_RECONNECT_MS = 10_000;

function channelOptions(options: GrpcClientOptions): ChannelOptions {
  return {
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    'grpc.service_config_disable_resolution': 1,
    'grpc.use_local_subchannel_pool': 1,
    // Doubling with jitter, as gRPC does it; its own limit of two minutes would outlast every backlog.
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': options.longestReconnectMs ?? LONGEST_RECONNECT_MS,
    'grpc.dns_min_time_between_resolutions_ms': 5_000,
    // Only while calls wait: Go's servers hang up on clients that ping more often than they are answered.
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    // Never: a quiet agent is a connected one.
    'grpc.client_idle_timeout_ms': 0x7fff_ffff,
    'grpc.max_send_message_length': options.maxSendBytes ?? MAX_BYTES,
    'grpc.max_receive_message_length': options.maxReceiveBytes ?? MAX_BYTES,
  };
}

function checkedTargets({ targets, flagPrefix }: GrpcClientOptions): readonly string[] {
  const flag = `--${flagPrefix}.host-port`;
  const checked = grpcTargets(targets);
  if (checked.length === 0) throw new TracingError('CONFIG_INVALID', `${flag} names no server; give host:port`);
  for (const target of checked) {
    const problem = targetProblem(target);
    if (problem !== null) throw new TracingError('CONFIG_INVALID', `${flag}: ${target}: ${problem}`);
  }
  return checked;
}

class RoundRobin implements GrpcClient {
  readonly #flagPrefix: string;
  readonly #clock: Clock;
  readonly #connections: GrpcConnection[] = [];
  readonly #tls: ClientTls | null;
  readonly #listeners = new Set<(connected: boolean) => void>();
  /** Calls that wait for a connection. */
  readonly #waiting = new Set<() => void>();
  #next = 0;
  #connected = false;
  #closed = false;

  constructor(options: GrpcClientOptions) {
    this.#flagPrefix = options.flagPrefix;
    this.#clock = options.clock;
    const channel = channelOptions(options);
    const targets = checkedTargets(options);
    this.#tls = openClientTls(options.flagPrefix, options.tls, options.logger);
    const timeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    for (const target of targets) {
      const credentials = grpcClientCredentials(this.#tls, targetHost(target), timeoutMs);
      this.#connections.push(new GrpcConnection(target, credentials, channel, () => this.#update()));
    }
  }

  get connected(): boolean {
    return this.#connected;
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async unary(path: string, request: Uint8Array, options: UnaryOptions = {}): Promise<Buffer> {
    if (options.signal?.aborted === true) throw callAborted(options.signal);
    const startedMs = this.#clock.monotonicMs();
    const connection = this.#choose() ?? (await this.#connecting(options));
    if (this.#closed) throw new TracingError('STORAGE_UNAVAILABLE', `${path}: the gRPC client is closed`);
    if (options.deadlineMs === undefined) return connection.unary(path, request, options);
    const leftMs = options.deadlineMs - (this.#clock.monotonicMs() - startedMs);
    return connection.unary(path, request, { ...options, deadlineMs: Math.max(0, leftMs) });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#tls?.close();
    for (const connection of this.#connections) connection.close();
    this.#update();
    this.#listeners.clear();
  }

  /** The next one that is connected; the next one at all when there is but one or none can be waited for. */
  #choose(): GrpcConnection | null {
    const count = this.#connections.length;
    for (let step = 0; step < count; step++) {
      const at = (this.#next + step) % count;
      const connection = this.#connections[at]!;
      if (count > 1 && connection.state !== 'connected') continue;
      this.#next = at + 1;
      return connection;
    }
    if (this.#connections.some(({ state }) => state === 'connecting')) return null;
    this.#next = (this.#next + 1) % count;
    return this.#connections[this.#next]!;
  }

  async #connecting({ signal, deadlineMs }: UnaryOptions): Promise<GrpcConnection> {
    const timeout = deadlineMs === undefined ? null : AbortSignal.timeout(Math.ceil(deadlineMs));
    const ends = [signal, timeout].filter((end) => end !== undefined && end !== null);
    const end = AbortSignal.any(ends);
    for (;;) {
      if (signal?.aborted === true) throw callAborted(signal);
      if (end.aborted)
        throw new TracingError('DEADLINE_EXCEEDED', `no server of --${this.#flagPrefix}.host-port answers`);
      const connection = this.#choose();
      if (connection !== null) return connection;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          end.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.add(wake);
        end.addEventListener('abort', wake);
      });
    }
  }

  #update(): void {
    for (const wake of [...this.#waiting]) wake();
    const connected = !this.#closed && this.#connections.some(({ state }) => state === 'connected');
    if (connected === this.#connected) return;
    this.#connected = connected;
    for (const listener of this.#listeners) listener(connected);
  }
}

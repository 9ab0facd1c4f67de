// One gRPC target: a channel that is kept connected, and raw unary calls over it. A name with several addresses is
// one target: its calls go around among them.
import {
  type ChannelCredentials,
  type ChannelOptions,
  Client,
  connectivityState,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { TracingError } from '@spoor/core';
import { systemClock } from '../system-clock.ts';
import { grpcCallError } from './grpc-call-error.ts';

export interface UnaryOptions {
  readonly signal?: AbortSignal;
  /** From now on; the server is told. */
  readonly deadlineMs?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Why a call in flight ended when its signal said so. */
export function callAborted(signal: AbortSignal): TracingError {
  if (signal.reason instanceof TracingError) return signal.reason;
  return new TracingError('DEADLINE_EXCEEDED', 'the caller gave up the gRPC call', { cause: signal.reason });
}

export class GrpcConnection {
  readonly #target: string;
  readonly #client: Client;
  readonly #changed: () => void;
  #closed = false;

  /** Connects at once; `changed` is told of every change of `state`. */
  constructor(target: string, credentials: ChannelCredentials, options: ChannelOptions, changed: () => void) {
    this.#target = target;
    this.#client = new Client(target, credentials, options);
    this.#changed = changed;
    this.#watch();
  }

  /** `failing` until the next attempt begins. */
  get state(): 'connected' | 'connecting' | 'failing' {
    if (this.#closed) return 'failing';
    switch (this.#client.getChannel().getConnectivityState(false)) {
      case connectivityState.READY:
        return 'connected';
      case connectivityState.TRANSIENT_FAILURE:
      case connectivityState.SHUTDOWN:
        return 'failing';
      default:
        return 'connecting';
    }
  }

  /** `request` must not change until the promise settles. */
  unary(path: string, request: Uint8Array, { signal, deadlineMs, metadata = {} }: UnaryOptions): Promise<Buffer> {
    const headers = new Metadata();
    for (const [name, value] of Object.entries(metadata)) headers.set(name, value);
    const limits = deadlineMs === undefined ? {} : { deadline: systemClock.nowMs() + deadlineMs };
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, response?: Buffer): void => {
        signal?.removeEventListener('abort', onAbort);
        if (error === null) resolve(response ?? Buffer.alloc(0));
        else reject(signal?.aborted === true ? callAborted(signal) : grpcCallError(this.#target, path, error));
      };
      const call = this.#client.makeUnaryRequest(path, asBuffer, same, request, headers, limits, done);
      const onAbort = (): void => call.cancel();
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Calls in flight go on; no others may be made. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.close();
  }

  #watch(): void {
    if (this.#closed) return;
    const channel = this.#client.getChannel();
    // An idle channel, new or dropped by its server, connects again without waiting for a call.
    const state = channel.getConnectivityState(true);
    channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
      if (this.#closed) return;
      this.#changed();
      this.#watch();
    });
  }
}

/** A view, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

// A real grpc-js client that sends and receives bytes.
import {
  Client,
  type ClientOptions,
  compressionAlgorithms,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

export const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

interface Answer {
  /** Name of the code. */
  readonly code: string;
  readonly details: string;
  /** null unless OK. */
  readonly response: Uint8Array | null;
  readonly trailers: Metadata;
}

interface CallOptions {
  readonly path?: string;
  readonly metadata?: Readonly<Record<string, string | readonly string[]>>;
  readonly deadlineMs?: number;
}

export interface GrpcClient {
  export(message: Uint8Array, options?: CallOptions): Promise<Answer>;
  /** Starts a call that the test ends. */
  start(message: Uint8Array, options?: CallOptions): { readonly answer: Promise<Answer>; cancel(): void };
  readonly client: Client;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
const asIs = (bytes: Buffer): Buffer => bytes;

export function grpcClient(address: string, options: ClientOptions & { gzip?: boolean } = {}): GrpcClient {
  const { gzip = false, ...rest } = options;
  const client = new Client(address, credentials.createInsecure(), {
    ...rest,
    'grpc.enable_retries': 0,
    ...(gzip ? { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip } : {}),
  });
  onTestFinished(() => client.close());
  const start: GrpcClient['start'] = (message, { path = EXPORT, metadata = {}, deadlineMs } = {}) => {
    const sent = new Metadata();
    for (const [name, values] of Object.entries(metadata)) for (const value of [values].flat()) sent.add(name, value);
    const callOptions = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
    let cancel = (): void => undefined;
    const answer = new Promise<Answer>((resolve) => {
      const done = (error: ServiceError | null, response?: Buffer): void =>
        resolve({
          code: status[error?.code ?? status.OK],
          details: error?.details ?? '',
          response: response ?? null,
          trailers: error?.metadata ?? new Metadata(),
        });
      const call = client.makeUnaryRequest(path, asBuffer, asIs, message, sent, callOptions, done);
      cancel = () => call.cancel();
    });
    return { answer, cancel: () => cancel() };
  };
  return { client, start, export: (message, callOptions) => start(message, callOptions).answer };
}

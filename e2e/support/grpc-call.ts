// A unary gRPC call with bytes in and out, so that the payload is the recorded one and nothing re-encodes it.
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import type { TlsIdentity } from './certificates.ts';

export interface GrpcAnswer {
  /** Name of the code, e.g. OK. */
  readonly code: string;
  readonly message: string;
  readonly body: Uint8Array;
}

const GZIP = 2;
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export class GrpcCaller {
  readonly #client: Client;

  constructor(target: string, options: { readonly gzip?: boolean; readonly tls?: TlsIdentity } = {}) {
    const compression = options.gzip === true ? { 'grpc.default_compression_algorithm': GZIP } : {};
    const { tls } = options;
    const channel =
      tls === undefined
        ? credentials.createInsecure()
        : credentials.createSsl(tls.ca, tls.key ?? null, tls.cert ?? null);
    this.#client = new Client(target, channel, compression);
  }

  export(payload: Uint8Array): Promise<GrpcAnswer> {
    return this.call(EXPORT, payload);
  }

  /** `path` as on the wire: `/package.Service/Method`. */
  call(path: string, payload: Uint8Array): Promise<GrpcAnswer> {
    const same = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
    const deadline = new Date(Date.now() + 20_000);
    return new Promise((resolve) => {
      this.#client.makeUnaryRequest(
        path,
        same,
        same,
        payload,
        { deadline },
        (error: ServiceError | null, body?: Uint8Array) => {
          if (error === null) resolve({ code: 'OK', message: '', body: body ?? new Uint8Array(0) });
          else
            resolve({
              code: status[error.code] ?? String(error.code),
              message: error.details,
              body: new Uint8Array(0),
            });
        },
      );
    });
  }

  close(): void {
    this.#client.close();
  }
}

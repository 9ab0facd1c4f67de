// A real gRPC server with one raw method, whose answer begins with the server's name.
import { type handleUnaryCall, type Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { bindGrpc } from '../../src/net/bind-grpc.ts';
import { parseHostPort } from '../../src/net/host-port.ts';

export const ECHO = '/test.Test/Echo';

export interface GrpcBackend {
  readonly address: string;
  readonly port: number;
  /** Requests so far, with the metadata they came with. */
  readonly calls: readonly { readonly body: string; readonly metadata: Metadata }[];
  /** Cuts every connection. */
  kill(): void;
}

export interface BackendOptions {
  readonly name?: string;
  /** default a free port */
  readonly port?: number;
  readonly credentials?: ServerCredentials;
  /** default answers `NAME:REQUEST` */
  readonly handle?: handleUnaryCall<Buffer, Buffer>;
}

export async function grpcBackend(options: BackendOptions = {}): Promise<GrpcBackend> {
  const { name = 'a', port = 0, credentials = ServerCredentials.createInsecure(), handle } = options;
  const calls: { body: string; metadata: Metadata }[] = [];
  const bytes = (value: Buffer): Buffer => value;
  const server = new Server();
  const echo: handleUnaryCall<Buffer, Buffer> = (call, done) => {
    calls.push({ body: call.request.toString(), metadata: call.metadata });
    if (handle === undefined) done(null, Buffer.from(`${name}:${call.request.toString()}`));
    else handle(call, done);
  };
  const codecs = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  const method = { path: ECHO, requestStream: false, responseStream: false, ...codecs };
  server.addService({ Echo: method }, { Echo: echo });
  const address = await bindGrpc(server, `127.0.0.1:${port}`, 'test.host-port', credentials);
  return { address, port: parseHostPort(address)?.port ?? 0, calls, kill: () => server.forceShutdown() };
}

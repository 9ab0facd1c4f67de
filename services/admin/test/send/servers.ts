// Servers that keep what they got and answer what the test says.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';

export interface TestServer {
  readonly endpoint: string;
  readonly received: Uint8Array[];
  readonly headers: IncomingHttpHeaders[];
  close(): Promise<void>;
}

export interface GrpcAnswer {
  readonly code?: number;
  readonly details?: string;
  readonly response?: Uint8Array;
  /** Never answers. */
  readonly silent?: boolean;
}

const asIs = (bytes: Buffer): Buffer => bytes;

export async function grpcServer(answer: () => GrpcAnswer): Promise<TestServer> {
  const received: Uint8Array[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = new Server();
  const method = {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  const exported = (
    call: ServerUnaryCall<Buffer, Buffer> & { metadata: Metadata },
    done: sendUnaryData<Buffer>,
  ): void => {
    received.push(Uint8Array.from(call.request));
    headers.push(call.metadata.getMap() as IncomingHttpHeaders);
    const { code = status.OK, details = '', response = new Uint8Array(0), silent = false } = answer();
    if (!silent) done(code === status.OK ? null : { code, details }, Buffer.from(response));
  };
  server.addService({ export: method }, { export: exported });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  const close = (): Promise<void> => {
    server.forceShutdown();
    return Promise.resolve();
  };
  return { endpoint: `127.0.0.1:${port}`, received, headers, close };
}

export interface HttpAnswer {
  readonly status: number;
  readonly body?: Uint8Array | string;
  readonly silent?: boolean;
}

export async function httpServer(answer: () => HttpAnswer): Promise<TestServer> {
  const received: Uint8Array[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(Uint8Array.from(Buffer.concat(chunks)));
      headers.push({ ...request.headers, ':path': request.url ?? '', ':method': request.method ?? '' });
      const { status: code, body = '', silent = false } = answer();
      if (!silent) response.writeHead(code).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`, received, headers, close };
}

// Method definitions whose messages stay bytes: grpc-js hands over what came and sends what it is given.
import type { MethodDefinition } from '@grpc/grpc-js';

export type RawMethod = MethodDefinition<Buffer, Uint8Array>;

/** `path` as on the wire: `/package.Service/Method`. */
export function rawMethod(path: string, streams: { request?: boolean; response?: boolean } = {}): RawMethod {
  return {
    path,
    requestStream: streams.request ?? false,
    responseStream: streams.response ?? false,
    requestSerialize: asBuffer,
    requestDeserialize: (bytes) => bytes,
    responseSerialize: asBuffer,
    responseDeserialize: (bytes) => bytes,
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

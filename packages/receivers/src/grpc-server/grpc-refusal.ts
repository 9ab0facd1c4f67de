// TracingError as a gRPC status, with retry advice where waiting helps.
import { Metadata, type StatusObject } from '@grpc/grpc-js';
import type { TracingError } from '@spoor/core';
import { retryAfterMs } from '../intake/retry-after.ts';
import { rpcStatusProto } from '../otlp/rpc-status.ts';

export function grpcRefusal(error: TracingError): StatusObject {
  const code = error.class.grpc;
  // grpc-js percent-encodes the text, which fails on half a surrogate pair.
  const message = error.message.replace(/\p{Surrogate}/gu, '\uFFFD');
  const metadata = new Metadata();
  const afterMs = retryAfterMs(error);
  if (afterMs !== null) {
    const status = rpcStatusProto({ code, message, retryAfterMs: afterMs });
    metadata.set('grpc-status-details-bin', Buffer.from(status));
  }
  return { code, details: message, metadata };
}

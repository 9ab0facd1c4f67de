// What a gRPC status means to who made the call.
import { type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, TracingError } from '@spoor/core';
import { retryInfoMs } from './retry-info.ts';

const CODES: Readonly<Partial<Record<status, ErrorCode>>> = {
  // CANCELLED and ABORTED by the other side: a server that stops says so, the same call may succeed elsewhere.
  [status.CANCELLED]: 'STORAGE_UNAVAILABLE',
  [status.ABORTED]: 'STORAGE_UNAVAILABLE',
  [status.UNAVAILABLE]: 'STORAGE_UNAVAILABLE',
  [status.RESOURCE_EXHAUSTED]: 'OVER_CAPACITY',
  [status.DEADLINE_EXCEEDED]: 'DEADLINE_EXCEEDED',
  [status.INVALID_ARGUMENT]: 'INVALID_ARGUMENT',
  [status.ALREADY_EXISTS]: 'INVALID_ARGUMENT',
  [status.FAILED_PRECONDITION]: 'INVALID_ARGUMENT',
  [status.OUT_OF_RANGE]: 'INVALID_ARGUMENT',
  [status.NOT_FOUND]: 'TRACE_NOT_FOUND',
  [status.PERMISSION_DENIED]: 'PERMISSION_DENIED',
  [status.UNAUTHENTICATED]: 'UNAUTHENTICATED',
  [status.UNIMPLEMENTED]: 'QUERY_UNSUPPORTED',
  [status.DATA_LOSS]: 'DATA_CORRUPT',
};

/** How Go, Node, C++ and Java say that a message is over their limit: RESOURCE_EXHAUSTED that no retry can cure. */
const TOO_LARGE = /larger than max|message with a size larger than|exceeds maximum size/i;

/** `where` is the target as the operator wrote it. The message carries the status by name and its details. */
export function grpcCallError(where: string, path: string, error: ServiceError): TracingError {
  const known = CODES[error.code] ?? 'INTERNAL';
  const code = known === 'OVER_CAPACITY' && TOO_LARGE.test(error.details) ? 'PAYLOAD_TOO_LARGE' : known;
  const detail = error.metadata?.get('grpc-status-details-bin')[0];
  const retryAfterMs = detail instanceof Uint8Array ? retryInfoMs(detail) : null;
  return new TracingError(code, `${where} ${path}: ${status[error.code]}: ${error.details}`, {
    cause: error,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

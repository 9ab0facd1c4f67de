// The closed registry of what can go wrong, by who must act. Receivers and the query API map a code to
// their own protocol; the texts clients depend on are written where they are sent.

/** HTTP status, gRPC status number and whether the same request may succeed later. */
export interface ErrorClass {
  readonly http: number;
  readonly grpc: number;
  readonly retryable: boolean;
}

export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'TRACE_NOT_FOUND'
  | 'QUERY_UNSUPPORTED'
  | 'PAYLOAD_MALFORMED'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'OVER_CAPACITY'
  | 'STORAGE_UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'CONFIG_INVALID'
  | 'SCHEMA_MISMATCH'
  | 'DATA_CORRUPT'
  | 'INTERNAL';

/** Every code with its class. gRPC numbers are those of google.rpc.Code. */
export const ERROR_CLASSES: Readonly<Record<ErrorCode, ErrorClass>> = {
  // the caller must change the request
  INVALID_ARGUMENT: { http: 400, grpc: 3, retryable: false },
  TRACE_NOT_FOUND: { http: 404, grpc: 5, retryable: false },
  QUERY_UNSUPPORTED: { http: 400, grpc: 12, retryable: false },
  PAYLOAD_MALFORMED: { http: 400, grpc: 3, retryable: false },
  PAYLOAD_TOO_LARGE: { http: 413, grpc: 8, retryable: false },
  UNAUTHENTICATED: { http: 401, grpc: 16, retryable: false },
  PERMISSION_DENIED: { http: 403, grpc: 7, retryable: false },
  // waiting helps
  OVER_CAPACITY: { http: 503, grpc: 8, retryable: true },
  STORAGE_UNAVAILABLE: { http: 503, grpc: 14, retryable: true },
  DEADLINE_EXCEEDED: { http: 504, grpc: 4, retryable: true },
  // the operator must act
  CONFIG_INVALID: { http: 500, grpc: 9, retryable: false },
  SCHEMA_MISMATCH: { http: 500, grpc: 9, retryable: false },
  DATA_CORRUPT: { http: 500, grpc: 15, retryable: false },
  // we must act
  INTERNAL: { http: 500, grpc: 13, retryable: false },
};

export interface TracingErrorOptions {
  readonly cause?: unknown;
  /** When the sender should try again. Only sensible for retryable codes. */
  readonly retryAfterMs?: number;
  /** Byte offset in the payload at which decoding failed. */
  readonly offset?: number;
}

/** The one error class that crosses package borders. The message says who, what, where and what to do. */
export class TracingError extends Error {
  readonly code: ErrorCode;
  /** Milliseconds; null where the sender gets no advice. */
  readonly retryAfterMs: number | null;
  /** Byte offset in the payload; null where none applies. */
  readonly offset: number | null;

  constructor(code: ErrorCode, message: string, options: TracingErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TracingError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.offset = options.offset ?? null;
  }

  get class(): ErrorClass {
    return ERROR_CLASSES[this.code];
  }
}

/** Anything thrown, as a TracingError; what is not one becomes INTERNAL with the original as `cause`. */
export function asTracingError(thrown: unknown): TracingError {
  if (thrown instanceof TracingError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TracingError('INTERNAL', message, { cause: thrown });
}

// google.rpc.Status, the error body of OTLP/HTTP and the `grpc-status-details-bin` of gRPC. Retry advice is a
// google.rpc.RetryInfo among its details.
import { ProtoWriter } from '@spoor/wire';

const RETRY_INFO_TYPE = 'type.googleapis.com/google.rpc.RetryInfo';

export interface RpcStatus {
  /** google.rpc.Code. */
  readonly code: number;
  readonly message: string;
  /** null = no advice. */
  readonly retryAfterMs: number | null;
}

export function rpcStatusProto(status: RpcStatus): Uint8Array {
  const writer = new ProtoWriter(256);
  writer.uint(1, status.code);
  writer.text(2, status.message);
  if (status.retryAfterMs !== null) writeRetryInfo(writer, status.retryAfterMs);
  return writer.finish();
}

function writeRetryInfo(writer: ProtoWriter, retryAfterMs: number): void {
  const any = writer.open(3);
  writer.text(1, RETRY_INFO_TYPE);
  const info = writer.open(2);
  const delay = writer.open(1);
  const seconds = Math.floor(retryAfterMs / 1000);
  const nanos = Math.round((retryAfterMs - seconds * 1000) * 1e6);
  if (seconds > 0) writer.uint(1, seconds);
  if (nanos > 0) writer.uint(2, nanos);
  writer.close(delay);
  writer.close(info);
  writer.close(any);
}

/** Spaced as Jaeger 1.76 spaces it: a blank after each comma between fields and none after colons. */
export function rpcStatusJson(status: RpcStatus): string {
  const head = `{"code":${status.code}, "message":${JSON.stringify(status.message)}`;
  if (status.retryAfterMs === null) return `${head}}`;
  const delay = `${status.retryAfterMs / 1000}s`;
  return `${head}, "details":[{"@type":"${RETRY_INFO_TYPE}", "retryDelay":"${delay}"}]}`;
}

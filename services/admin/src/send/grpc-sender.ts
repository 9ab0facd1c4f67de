// OTLP over gRPC with the request's bytes as they are: no message objects.
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type Outcome, rejectedSpans, type Sender, type SenderOptions } from './sender.ts';

const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
/** Codes that grpc-js gives when no server answered. */
const NO_ANSWER: ReadonlySet<number> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]);

export function grpcSender(options: SenderOptions): Sender {
  const client = new Client(options.endpoint, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of options.headers) metadata.add(name, value);
  return {
    send: (request) => exportOnce(client, metadata, options.timeoutMs, request),
    close: () => client.close(),
  };
}

function exportOnce(client: Client, metadata: Metadata, timeoutMs: number, request: Uint8Array): Promise<Outcome> {
  const asIs = (bytes: Buffer): Buffer => bytes;
  const body = Buffer.from(request.buffer, request.byteOffset, request.byteLength);
  return new Promise((resolve) => {
    // A call without a deadline would wait for ever; grpc-js wants a date, so the timer is ours.
    const call = client.makeUnaryRequest(EXPORT, asIs, asIs, body, metadata, (error, response) => {
      clearTimeout(timer);
      resolve(
        error === null ? { kind: 'ok', rejected: rejectedSpans(response ?? new Uint8Array(0)) } : outcomeOf(error),
      );
    });
    const timer = setTimeout(() => call.cancel(), timeoutMs);
  });
}

function outcomeOf(error: ServiceError): Outcome {
  const reason = `${status[error.code]}: ${error.details}`;
  return { kind: NO_ANSWER.has(error.code) ? 'failed' : 'refused', reason };
}

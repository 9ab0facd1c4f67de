// One POST of spans: tenant, body within its bounds, decode, sink, answer. Texts and bodies are Jaeger 1.76's,
// except that messages about malformed payloads are ours and say where.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type NameTable, type SpanSink, TracingError } from '@spoor/core';
import type { Tenancy } from '@spoor/kit';
import { inflateBody, inflaterFor } from '../http-body/inflate-body.ts';
import { readBody } from '../http-body/read-body.ts';
import { discardBody } from '../http-server/discard-body.ts';
import { FailureLog } from '../intake/failure-log.ts';
import { IntakeCall } from '../intake/intake-call.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { Reservation } from '../intake/reservation.ts';
import { retryAfterMs } from '../intake/retry-after.ts';
import { type PayloadFormat, payloadFormat } from './payload-format.ts';

/** Of a body as received, and of one once inflated. */
const MAX_BODY_BYTES = 20 * 1024 * 1024;
/** A code of google.rpc that HTTP answers with 401 at this door, as Jaeger's query does. */
const HTTP_UNAUTHORIZED = 401;

export class TracesHandler {
  readonly #sink: SpanSink;
  readonly #names: NameTable;
  readonly #tenancy: Tenancy;
  readonly #deps: ReceiverDeps;
  readonly #failures: FailureLog;

  constructor(sink: SpanSink, deps: ReceiverDeps) {
    this.#sink = sink;
    this.#names = deps.names;
    this.#tenancy = deps.tenancy;
    this.#deps = deps;
    this.#failures = new FailureLog('otlp-http', deps);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const format = payloadFormat(request.headers['content-type']);
    if (request.method !== 'POST') {
      refuse(request, response, 405, 'text/plain', '405 method not allowed, supported: [POST]');
    } else if (format === null) {
      const text = '415 unsupported media type, supported: [application/json, application/x-protobuf]';
      refuse(request, response, 415, 'text/plain', text);
    } else void this.#export(request, response, format);
  }

  refuseUnknownPath(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    refuse(request, response, 404, 'text/plain; charset=utf-8', '404 page not found\n');
  }

  async #export(request: IncomingMessage, response: ServerResponse, format: PayloadFormat): Promise<void> {
    const reservation = new Reservation(this.#deps.budget);
    try {
      const intake = new IntakeCall(this.#tenantOf(request));
      const bytes = await bodyOf(request, reservation);
      if (bytes === null) return;
      const batch = format.decode(bytes, this.#names);
      response.once('close', () => {
        if (!response.writableFinished) intake.abort(goneError(request));
      });
      await this.#sink.consume(batch, intake);
      answer(response, 200, format.contentType, format.response(intake));
    } catch (thrown) {
      refuseWith(request, response, format, this.#failures.classify(thrown));
    } finally {
      reservation.release();
    }
  }

  #tenantOf(request: IncomingMessage): string {
    const { header } = this.#tenancy;
    return header === null ? '' : this.#tenancy.tenantOf(request.headersDistinct[header] ?? []);
  }
}

/** Null when the sender went away. */
async function bodyOf(request: IncomingMessage, reservation: Reservation): Promise<Uint8Array | null> {
  const inflate = inflaterFor(request.headers['content-encoding']);
  const bytes = await readBody(request, MAX_BODY_BYTES, reservation);
  if (bytes === null || inflate === null) return bytes;
  return inflateBody(inflate, bytes, MAX_BODY_BYTES, reservation);
}

function refuseWith(
  request: IncomingMessage,
  response: ServerResponse,
  format: PayloadFormat,
  error: TracingError,
): void {
  const afterMs = retryAfterMs(error);
  if (afterMs !== null) response.setHeader('Retry-After', Math.ceil(afterMs / 1000));
  const { grpc, http } = error.class;
  const body = format.status({ code: grpc, message: error.message, retryAfterMs: afterMs });
  const httpStatus = error.code === 'PERMISSION_DENIED' ? HTTP_UNAUTHORIZED : http;
  refuse(request, response, httpStatus, format.contentType, body);
}

/** The body may not be read yet, or not to its end. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  body: Uint8Array | string,
): void {
  answer(response, status, contentType, body);
  discardBody(request, MAX_BODY_BYTES);
}

function answer(response: ServerResponse, status: number, contentType: string, body: Uint8Array | string): void {
  if (response.destroyed) return; // nobody is there to read it
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': length });
  response.end(body);
}

function goneError(request: IncomingMessage): TracingError {
  return new TracingError('DEADLINE_EXCEEDED', `${request.socket.remoteAddress} closed the connection`);
}

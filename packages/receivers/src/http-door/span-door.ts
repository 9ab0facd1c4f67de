// The way of one request with spans, whatever its format: tenant, body within its bounds, decode, sink, answer.
// A receiver makes one SpanDoor, picks a SpanForm by content type and path and calls `take`. What it refuses
// before that (path, method, content type) it sends with `refuse`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type NameTable, type SpanBatch, type SpanSink, TracingError } from '@spoor/core';
import { BodyBuffers } from '../http-body/body-buffers.ts';
import { inflateBody, inflaterFor } from '../http-body/inflate-body.ts';
import { readBody } from '../http-body/read-body.ts';
import { FailureLog } from '../intake/failure-log.ts';
import { IntakeCall } from '../intake/intake-call.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { Reservation } from '../intake/reservation.ts';
import { retryAfterMs } from '../intake/retry-after.ts';
import { type HttpAnswer, MAX_BODY_BYTES, refuse, sendAnswer } from './http-answer.ts';

/** HTTP doors answer a wrong tenant as Jaeger's query does. */
const HTTP_UNAUTHORIZED = 401;

/** A format of spans and the answers that go with it. Stateless: made once, used by every request. */
export interface SpanForm {
  /** Takes ownership of `bytes`, or, with `copies`, reads them and is done with them. */
  readonly decode: (bytes: Uint8Array, names: NameTable) => SpanBatch;
  readonly copies: boolean;
  /** `call` knows of spans that will never be stored. */
  readonly taken: (call: IntakeCall) => HttpAnswer;
  /** `status` is the one to answer with; Retry-After is added, by `afterMs` (null = would fail again). */
  readonly refused: (error: TracingError, status: number, afterMs: number | null) => HttpAnswer;
}

export class SpanDoor {
  readonly #sink: SpanSink;
  readonly #deps: ReceiverDeps;
  readonly #failures: FailureLog;
  readonly #buffers = new BodyBuffers();

  /** `name` is the receiver's, for the log. */
  constructor(name: string, sink: SpanSink, deps: ReceiverDeps) {
    this.#sink = sink;
    this.#deps = deps;
    this.#failures = new FailureLog(name, deps);
  }

  /** Answers `response`; never rejects. */
  async take(request: IncomingMessage, response: ServerResponse, form: SpanForm): Promise<void> {
    const reservation = new Reservation(this.#deps.budget);
    try {
      const call = new IntakeCall(this.#tenantOf(request));
      const buffers = form.copies ? this.#buffers : null;
      const bytes = await bodyOf(request, reservation, buffers);
      if (bytes === null) return;
      const batch = form.decode(bytes, this.#deps.names);
      buffers?.give(bytes);
      response.once('close', () => {
        if (!response.writableFinished) call.abort(goneError(request));
      });
      await this.#sink.consume(batch, call);
      sendAnswer(response, form.taken(call));
    } catch (thrown) {
      this.#refuse(request, response, form, this.#failures.classify(thrown));
    } finally {
      reservation.release();
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, form: SpanForm, error: TracingError): void {
    const afterMs = retryAfterMs(error);
    if (afterMs !== null) response.setHeader('Retry-After', Math.ceil(afterMs / 1000));
    const status = error.code === 'PERMISSION_DENIED' ? HTTP_UNAUTHORIZED : error.class.http;
    refuse(request, response, form.refused(error, status, afterMs));
  }

  #tenantOf(request: IncomingMessage): string {
    const { tenancy } = this.#deps;
    return tenancy.header === null ? '' : tenancy.tenantOf(request.headersDistinct[tenancy.header] ?? []);
  }
}

/** Null when the sender went away. */
async function bodyOf(
  request: IncomingMessage,
  reservation: Reservation,
  buffers: BodyBuffers | null,
): Promise<Uint8Array | null> {
  const inflate = inflaterFor(request.headers['content-encoding']);
  const bytes = await readBody(request, MAX_BODY_BYTES, reservation, inflate === null ? buffers : null);
  if (bytes === null || inflate === null) return bytes;
  return inflateBody(inflate, bytes, MAX_BODY_BYTES, reservation);
}

function goneError(request: IncomingMessage): TracingError {
  return new TracingError('DEADLINE_EXCEEDED', `${request.socket.remoteAddress} closed the connection`);
}

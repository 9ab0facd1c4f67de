// The way of one unary call with spans, whatever its format: tenant, budget, decode, sink, answer. grpc-js keeps the
// call's deadline and tells of a cancelled call; both end the wait for the sink.
import type { handleUnaryCall, Metadata, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { type SpanBatch, type SpanSink, TracingError } from '@spoor/core';
import { grpcRefusal } from '../grpc-server/grpc-refusal.ts';
import { FailureLog } from '../intake/failure-log.ts';
import { IntakeCall } from '../intake/intake-call.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { Reservation } from '../intake/reservation.ts';

/** A format of spans and the answer that goes with it; used by every call. */
export interface GrpcSpanForm {
  /** Takes ownership of `bytes`. */
  readonly decode: (bytes: Uint8Array) => SpanBatch;
  /** `call` knows of spans that will never be stored. */
  readonly taken: (call: IntakeCall) => Uint8Array;
}

export class GrpcSpanDoor {
  readonly #form: GrpcSpanForm;
  readonly #sink: SpanSink;
  readonly #deps: ReceiverDeps;
  readonly #failures: FailureLog;

  /** `name` is the receiver's, for the log. */
  constructor(name: string, form: GrpcSpanForm, sink: SpanSink, deps: ReceiverDeps) {
    this.#form = form;
    this.#sink = sink;
    this.#deps = deps;
    this.#failures = new FailureLog(name, deps);
  }

  /** For grpc-js. */
  readonly handle: handleUnaryCall<Buffer, Uint8Array> = (call, answer) => {
    void this.#take(call, answer);
  };

  async #take(call: ServerUnaryCall<Buffer, Uint8Array>, answer: sendUnaryData<Uint8Array>): Promise<void> {
    const reservation = new Reservation(this.#deps.budget);
    try {
      const intake = new IntakeCall(this.#tenantOf(call.metadata));
      reservation.grow(call.request.length);
      const batch = this.#form.decode(call.request);
      // Also emitted when all is done, where it has no effect.
      call.once('cancelled', () => intake.abort(abandonedBy(call)));
      await this.#sink.consume(batch, intake);
      answer(null, this.#form.taken(intake));
    } catch (thrown) {
      answer(grpcRefusal(this.#failures.classify(thrown)));
    } finally {
      reservation.release();
    }
  }

  #tenantOf(metadata: Metadata): string {
    const { tenancy } = this.#deps;
    return tenancy.header === null ? '' : tenancy.tenantOf(metadata.get(tenancy.header).map(String));
  }
}

function abandonedBy(call: ServerUnaryCall<Buffer, Uint8Array>): TracingError {
  return new TracingError('DEADLINE_EXCEEDED', `${call.getPeer()} cancelled the call or its deadline passed`);
}

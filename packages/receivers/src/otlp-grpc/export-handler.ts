// One Export call: tenant, budget, decode, sink, answer. grpc-js keeps the call's deadline and tells of a
// cancelled call; both end the wait for the sink.
import type { handleUnaryCall, Metadata, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { type NameTable, type SpanSink, TracingError } from '@spoor/core';
import type { Tenancy } from '@spoor/kit';
import { decodeOtlpProto } from '@spoor/wire';
import { grpcRefusal } from '../grpc-server/grpc-refusal.ts';
import { FailureLog } from '../intake/failure-log.ts';
import { IntakeCall } from '../intake/intake-call.ts';
import type { ReceiverDeps } from '../intake/receiver-deps.ts';
import { Reservation } from '../intake/reservation.ts';
import { exportResponseProto } from '../otlp/export-response.ts';

export class ExportHandler {
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
    this.#failures = new FailureLog('otlp-grpc', deps);
  }

  /** For grpc-js. */
  readonly handle: handleUnaryCall<Buffer, Uint8Array> = (call, answer) => {
    void this.#export(call, answer);
  };

  async #export(call: ServerUnaryCall<Buffer, Uint8Array>, answer: sendUnaryData<Uint8Array>): Promise<void> {
    const reservation = new Reservation(this.#deps.budget);
    try {
      const intake = new IntakeCall(this.#tenantOf(call.metadata));
      reservation.grow(call.request.length);
      const batch = decodeOtlpProto(call.request, this.#names);
      // Also emitted when all is done, where it has no effect.
      call.once('cancelled', () => intake.abort(abandonedBy(call)));
      await this.#sink.consume(batch, intake);
      answer(null, exportResponseProto(intake));
    } catch (thrown) {
      answer(grpcRefusal(this.#failures.classify(thrown)));
    } finally {
      reservation.release();
    }
  }

  #tenantOf(metadata: Metadata): string {
    const { header } = this.#tenancy;
    return header === null ? '' : this.#tenancy.tenantOf(metadata.get(header).map(String));
  }
}

function abandonedBy(call: ServerUnaryCall<Buffer, Uint8Array>): TracingError {
  return new TracingError('DEADLINE_EXCEEDED', `${call.getPeer()} cancelled the call or its deadline passed`);
}

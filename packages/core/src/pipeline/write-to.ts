// The end of the write path: turns a store's writer into a sink.
import type { Rejected, SpanBatch } from '../model/batch.ts';
import type { Call } from '../ports/call.ts';
import type { SpanSink, SpanWriter } from '../ports/sink.ts';

/**
 * Takes the rows a store will never take; `rejected` is never empty. What it throws reaches the sender, so a
 * dead letter that cannot be written turns into a refusal and not into a loss.
 */
export type OnRejected = (batch: SpanBatch, rejected: readonly Rejected[], call: Call) => void | Promise<void>;

/** Resolves when the store has the spans and `onRejected` has the rest, of which the call hears too; never writes an empty batch. */
export function writeTo(writer: SpanWriter, onRejected: OnRejected): SpanSink {
  return {
    async consume(batch, call): Promise<void> {
      if (batch.length === 0) return;
      const { rejected } = await writer.write(batch, call);
      if (rejected.length === 0) return;
      await onRejected(batch, rejected, call);
      call.onRejected?.(rejected);
    },
  };
}

// Jaeger's promise, for who wants it: success once a batch is in the queue. What a crash or the store then loses is
// lost, counted by whoever is told of losses. A full queue still refuses.
import { asTracingError, TracingError } from '../errors.ts';
import type { SpanBatch } from '../model/batch.ts';
import type { Call } from '../ports/call.ts';
import type { SpanSink, SpanWriter } from '../ports/sink.ts';

/** The part of a batcher that says whether a batch would be taken now. */
export interface EarlyQueue {
  readonly queuedSpans: number;
  /** null = `write` would take it. */
  refusal(batch: SpanBatch, call: Call): TracingError | null;
}

export interface EarlyAckOptions {
  /** Spans that may wait or be written at once; a batch that alone is larger is taken by an empty queue. Infinity = no bound. */
  readonly maxSpans: number;
  /** Advice to senders that are refused. */
  readonly retryAfterMs: number;
  /** Hears of acknowledged spans that did not become stored. */
  readonly onLost: (spans: number, reason: string) => void;
}

/** `writer` leads into `queue` and, as the queue does, takes what it takes at once; it outlives the caller's signal. */
export function ackEarly(queue: EarlyQueue, writer: SpanWriter, options: EarlyAckOptions): SpanSink {
  return {
    async consume(batch, call): Promise<void> {
      if (batch.length === 0) return;
      const refusal = fullQueue(queue, batch, options) ?? queue.refusal(batch, call);
      if (refusal !== null) throw refusal;
      void write(writer, batch, call.tenant, options);
    },
  };
}

function fullQueue(queue: EarlyQueue, batch: SpanBatch, options: EarlyAckOptions): TracingError | null {
  const { queuedSpans } = queue;
  if (queuedSpans === 0 || queuedSpans + batch.length <= options.maxSpans) return null;
  const text = `span queue is full: ${queuedSpans} of ${options.maxSpans} spans wait for the store, ${batch.length} more do not fit`;
  return new TracingError('OVER_CAPACITY', text, { retryAfterMs: options.retryAfterMs });
}

/** Never throws. */
async function write(writer: SpanWriter, batch: SpanBatch, tenant: string, options: EarlyAckOptions): Promise<void> {
  try {
    const { rejected } = await writer.write(batch, { signal: new AbortController().signal, tenant });
    if (rejected.length > 0) options.onLost(rejected.length, rejected[0]?.reason ?? '');
  } catch (thrown) {
    options.onLost(batch.length, asTracingError(thrown).message);
  }
}

// The fill of the queue and the time spent in it, under Jaeger's names. Jaeger's queue is bounded in spans and ours in
// bytes: its capacity in spans is said for spans of the mean size so far, so that length ÷ capacity is the fill.
import type { SpanWriter } from '../ports/sink.ts';
import type { Batcher } from './batcher.ts';
import { heldBytes } from './join-batches.ts';
import type { MeteringDeps } from './meter-intake.ts';

/** Bytes that a span is taken for before the first one came. */
const TYPICAL_SPAN_BYTES = 512;

export interface QueueMetering extends Pick<MeteringDeps, 'clock' | 'metrics' | 'host'> {
  /** The bound in spans beside the one in bytes; Infinity = none. */
  readonly maxSpans: number;
}

/** `queue` with a watch: shows its fill at scrape time, and how long each batch stayed until it was stored or failed. */
export function meterQueue(queue: Batcher, deps: QueueMetering): SpanWriter {
  const { clock, metrics } = deps;
  const host = { host: deps.host };
  let bytes = 0;
  let spans = 0;
  const meanBytes = (): number => (spans === 0 ? TYPICAL_SPAN_BYTES : bytes / spans);
  const capacity = (): number => Math.min(deps.maxSpans, Math.floor(queue.capacityBytes / meanBytes()));
  const gauge = (name: string, help: string, read: () => number): void => metrics.gaugeFrom(name, help, read, host);
  gauge('jaeger_collector_queue_length', 'Spans that wait or are being written', () => queue.queuedSpans);
  gauge('jaeger_collector_queue_capacity', 'Spans of the mean size so far that the queue can hold', capacity);
  gauge('spoor_queue_bytes', 'Bytes that wait or are being written', () => queue.queuedBytes);
  gauge('spoor_queue_capacity_bytes', 'Bound of spoor_queue_bytes', () => queue.capacityBytes);
  const text = 'Seconds from arrival in the queue until stored';
  const latency = metrics.histogram('jaeger_collector_in_queue_latency', text, host);
  return {
    async write(batch, call) {
      bytes += heldBytes(batch);
      spans += batch.length;
      const startMs = clock.monotonicMs();
      try {
        return await queue.write(batch, call);
      } finally {
        latency.observe((clock.monotonicMs() - startMs) / 1000);
      }
    },
  };
}

import type { Processor, SpanSink } from '../ports/sink.ts';

/** `sink` behind `processors`: a batch passes them in the order listed, then reaches the sink. */
export function pipe(processors: readonly Processor[], sink: SpanSink): SpanSink {
  return processors.reduceRight((next, processor) => processor(next), sink);
}

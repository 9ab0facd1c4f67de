import type { Span } from '@spoor/core';
import { newTraceId, type SpanSpec, spanBuilder } from './span-builder.ts';

/**
 * The spans of one trace: the first is the root, the others are its children unless they name a parent
 * (or '' for a second root). `shared` fills what a span does not say itself.
 */
export function traceBuilder(specs: readonly SpanSpec[], shared: SpanSpec = {}): Span[] {
  const traceId = shared.traceId ?? specs[0]?.traceId ?? newTraceId();
  const spans: Span[] = [];
  for (const spec of specs) {
    const parentSpanId = spans[0]?.spanId ?? '';
    spans.push(spanBuilder({ parentSpanId, ...shared, ...spec, traceId }));
  }
  return spans;
}

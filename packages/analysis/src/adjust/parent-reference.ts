// Adjuster 8. The reference that is the parent comes first: user interfaces take the first one. An OTLP parent
// is a field, not a reference; where links override it, the renderer's parentFirst has the last word.
import type { Trace } from '@spoor/core';
import { jaegerReferences, parentIndex } from '../jaeger/references.ts';
import { inSlices } from './slices.ts';

export function* orderParentReference(trace: Trace): Generator<void> {
  yield* inSlices(trace.spans, (span) => {
    const { links } = span;
    if (links.length < 2 || (!span.native && span.parentSpanId !== '')) return;
    const at = parentIndex(jaegerReferences(span), span.traceId);
    if (at > 0) [links[0], links[at]] = [links[at]!, links[0]!];
  });
}

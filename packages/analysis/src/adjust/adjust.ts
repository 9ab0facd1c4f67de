// The adjusters of Jaeger 1.76's v1 path, in its order. They work on a trace the caller owns and change it in
// place; resources and scopes, which spans share, are replaced. Not done here: tags that a view derives from
// OTLP fields take part in the sorting only once they exist, so a renderer of an adjusted trace passes its
// lists through sortTags, sortLogFields and parentFirst.
import type { Span, Trace } from '@spoor/core';
import { correctClockSkew } from './clock-skew.ts';
import { dedupeSpans } from './dedupe-spans.ts';
import { formatIpTags } from './ip-tags.ts';
import { moveLibraryTags } from './library-tags.ts';
import { orderParentReference } from './parent-reference.ts';
import { dropEmptyReferences } from './references.ts';
import { inSlices } from './slices.ts';
import { sortCollections } from './sort-collections.ts';
import { uniquifyServerSpanIds } from './span-ids.ts';

export interface AdjustOptions {
  /** Larger clock corrections are only reported; 0 reports all. */
  readonly maxClockSkewMs: number;
}

/**
 * Runs to the end only when iterated to the end; each step is a slice of about a millisecond, so a caller that
 * lets the event loop turn between steps can adjust a trace of any size. Iterative throughout: the depth of
 * the trace does not matter, nor do cycles.
 */
export function* adjust(trace: Trace, options: AdjustOptions): Generator<void> {
  const repeats = yield* hasRepeatedIds(trace.spans); // rare, and without them two adjusters have nothing to do
  if (repeats) yield* uniquifyServerSpanIds(trace);
  yield* sortCollections(trace);
  if (repeats) yield* dedupeSpans(trace);
  yield* correctClockSkew(trace, options.maxClockSkewMs);
  yield* formatIpTags(trace);
  yield* moveLibraryTags(trace);
  yield* dropEmptyReferences(trace);
  yield* orderParentReference(trace);
}

function* hasRepeatedIds(spans: readonly Span[]): Generator<void, boolean> {
  const ids = new Set<string>();
  yield* inSlices(spans, (span) => ids.add(span.spanId));
  return ids.size < spans.length;
}

// Work in slices: a visit to every span that hands control back in between.
import type { Span } from '@spoor/core';

/** Spans and attributes visited between two yields: about a millisecond of the dearest adjuster. */
const SLICE_UNITS = 4096;

/** Visits every span in order; yields after each slice of work. */
export function* inSlices(spans: readonly Span[], visit: (span: Span, index: number) => void): Generator<void> {
  let units = 0;
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i]!;
    visit(span, i);
    units += 1 + span.attributes.length + 8 * (span.events.length + span.links.length);
    if (units < SLICE_UNITS) continue;
    units = 0;
    yield;
  }
}

// Adjuster 7. References into the trace 0 point nowhere: dropped, with the warning Jaeger gives.
import { jaegerTraceId, type Span, type Trace, ZERO_TRACE_ID } from '@spoor/core';
import { type RefType, refTypeOf } from '../jaeger/references.ts';
import { inSlices } from './slices.ts';

export function* dropEmptyReferences(trace: Trace): Generator<void> {
  yield* inSlices(trace.spans, (span) => {
    if (!span.native && span.traceId === ZERO_TRACE_ID) dropParent(span);
    if (!span.links.some((link) => link.traceId === ZERO_TRACE_ID)) return;
    span.links = span.links.filter((link) => {
      if (link.traceId !== ZERO_TRACE_ID) return true;
      warn(span, link.spanId, refTypeOf(link));
      return false;
    });
  });
}

/** Only trace 0 itself has such parents. */
function dropParent(span: Span): void {
  if (span.parentSpanId === '') return;
  warn(span, span.parentSpanId, 'CHILD_OF');
  span.parentSpanId = '';
}

function warn(span: Span, spanId: string, refType: RefType): void {
  const traceId = jaegerTraceId(ZERO_TRACE_ID);
  const fields = 'XXX_NoUnkeyedLiteral:{} XXX_unrecognized:[] XXX_sizecache:0';
  span.warnings.push(
    `Invalid span reference removed {TraceID:${traceId} SpanID:${spanId} RefType:${refType} ${fields}}`,
  );
}

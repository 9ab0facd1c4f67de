// Everything a batch says about its spans, in the form of the read model, so that columns, views and whole
// spans can be held against one expectation.
import type { Span, SpanBatch } from '@spoor/core';

/** What columns and views must say about `span`. */
export function factsOf(span: Span): Record<string, unknown> {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    service: span.resource.serviceName,
    operation: span.name,
    kind: span.kind >= 0 && span.kind <= 5 ? span.kind : 0,
    status: span.statusCode >= 0 && span.statusCode <= 2 ? span.statusCode : 0,
    startUs: span.startUs,
    startNsRem: span.startNsRem,
    durationNs: span.durationNs,
  };
}

/** What columns and views of a batch do say. */
export function batchFacts(batch: SpanBatch): Record<string, unknown>[] {
  const { columns } = batch;
  return rows(batch).map((row) => {
    const { traceId, spanId, parentSpanId, service, operation } = batch.span(row);
    return {
      traceId,
      spanId,
      parentSpanId,
      service,
      operation,
      kind: columns.kind[row],
      status: columns.status[row],
      startUs: columns.startUs[row],
      startNsRem: columns.startNsRem[row],
      durationNs: columns.durationNs[row],
    };
  });
}

export function spansOf(batch: SpanBatch): Span[] {
  return rows(batch).map((row) => batch.span(row).toSpan());
}

function rows(batch: SpanBatch): number[] {
  return Array.from({ length: batch.length }, (_, row) => row);
}

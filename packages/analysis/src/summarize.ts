// E1: the facts about a trace that a list of traces shows.
import { type ServiceSummary, type Span, STATUS_ERROR, type Trace, type TraceSummary } from '@spoor/core';

/** `trace` has at least one span and is not changed. The first of equally early roots is the root. */
export function summarize(trace: Trace): TraceSummary {
  const ids = new Set<string>();
  for (const span of trace.spans) ids.add(span.spanId);
  let [first, last, root]: [Span, Span, Span | null] = [trace.spans[0]!, trace.spans[0]!, null];
  let orphanSpanCount = 0;
  for (const span of trace.spans) {
    if (startsBefore(span, first)) first = span;
    if (endsAfter(span, last)) last = span;
    if (span.parentSpanId === '') root = root === null || startsBefore(span, root) ? span : root;
    else if (!ids.has(span.parentSpanId)) orphanSpanCount++;
  }
  const services = countByService(trace.spans);
  return {
    traceId: trace.traceId,
    rootService: root?.resource.serviceName ?? '',
    rootOperation: root?.name ?? '',
    startUs: first.startUs,
    startNsRem: first.startNsRem,
    endUs: endUs(last),
    endNsRem: endNsRem(last),
    spanCount: trace.spans.length,
    errorSpanCount: services.reduce((sum, service) => sum + service.errorSpanCount, 0),
    orphanSpanCount,
    services,
  };
}

function countByService(spans: readonly Span[]): ServiceSummary[] {
  const counts = new Map<string, { spanCount: number; errorSpanCount: number }>();
  for (const span of spans) {
    let count = counts.get(span.resource.serviceName);
    if (count === undefined) {
      count = { spanCount: 0, errorSpanCount: 0 };
      counts.set(span.resource.serviceName, count);
    }
    count.spanCount++;
    if (span.statusCode === STATUS_ERROR) count.errorSpanCount++;
  }
  const named = [...counts].map(([name, count]) => ({ name, ...count }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function startsBefore(a: Span, b: Span): boolean {
  return a.startUs < b.startUs || (a.startUs === b.startUs && a.startNsRem < b.startNsRem);
}

function endsAfter(a: Span, b: Span): boolean {
  return endUs(a) > endUs(b) || (endUs(a) === endUs(b) && endNsRem(a) > endNsRem(b));
}

function endUs(span: Span): number {
  return span.startUs + Math.floor((span.startNsRem + span.durationNs) / 1000);
}

function endNsRem(span: Span): number {
  return (span.startNsRem + span.durationNs) % 1000;
}

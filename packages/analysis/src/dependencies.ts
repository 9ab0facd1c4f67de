// Calls between services, counted over whole traces as Jaeger's memory store does: one call for each span
// whose parent is in the trace and belongs to another service.
import type { DependencyLink, Trace } from '@spoor/core';
import { uniquifyServerSpanIds } from './adjust/span-ids.ts';
import { jaegerParent } from './jaeger/references.ts';

/** Counts trace by trace, so that a caller can let other work in between. */
export class DependencyCounter {
  /** parent service → child service → calls */
  readonly #calls = new Map<string, Map<string, number>>();

  /** Does not change `trace`. */
  add(trace: Trace): void {
    const spans = withUniqueIds(trace).spans;
    const services = new Map<string, string>();
    for (const span of spans) {
      if (!services.has(span.spanId)) services.set(span.spanId, span.resource.serviceName);
    }
    for (const span of spans) {
      const parent = services.get(jaegerParent(span));
      if (parent !== undefined && parent !== span.resource.serviceName) this.#count(parent, span.resource.serviceName);
    }
  }

  /** One entry a pair, sorted by parent, then child; `source` is empty. */
  links(): DependencyLink[] {
    const links: DependencyLink[] = [];
    for (const [parent, children] of this.#calls) {
      for (const [child, callCount] of children) links.push({ parent, child, callCount, source: '' });
    }
    return links.sort((a, b) => compare(a.parent, b.parent) || compare(a.child, b.child));
  }

  #count(parent: string, child: string): void {
    const children = this.#calls.get(parent) ?? new Map<string, number>();
    this.#calls.set(parent, children);
    children.set(child, (children.get(child) ?? 0) + 1);
  }
}

/** The calls of all `traces`, which are not changed. */
export function dependencyLinks(traces: Iterable<Trace>): DependencyLink[] {
  const counter = new DependencyCounter();
  for (const trace of traces) counter.add(trace);
  return counter.links();
}

/** Where client and server share an id (Zipkin), a copy in which they do not. */
function withUniqueIds(trace: Trace): Trace {
  const ids = new Set(trace.spans.map((span) => span.spanId));
  if (ids.size === trace.spans.length) return trace;
  const spans = trace.spans.map((span) => ({ ...span, links: span.links.map((link) => ({ ...link })) }));
  const copy = { traceId: trace.traceId, spans };
  for (const _ of uniquifyServerSpanIds(copy));
  return copy;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Resource, Scope, Span, Trace } from '@spoor/core';

/** Spans by resource object, then by scope object, each in order of first appearance. */
export function groupSpans(traces: readonly Trace[]): ReadonlyMap<Resource, ReadonlyMap<Scope, readonly Span[]>> {
  const resources = new Map<Resource, Map<Scope, Span[]>>();
  for (const trace of traces) {
    for (const span of trace.spans) {
      let scopes = resources.get(span.resource);
      if (scopes === undefined) {
        scopes = new Map();
        resources.set(span.resource, scopes);
      }
      const spans = scopes.get(span.scope);
      if (spans === undefined) scopes.set(span.scope, [span]);
      else spans.push(span);
    }
  }
  return resources;
}

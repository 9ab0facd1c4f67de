// Adjuster 1. Zipkin lets client and server share one span id: the server's half gets an id of its own, the
// shared id becomes its parent, and the spans below the shared id move below the server.
import type { Span, Trace } from '@spoor/core';
import { jaegerParent, replaceParent } from '../jaeger/references.ts';
import { inSlices } from './slices.ts';

export function* uniquifyServerSpanIds(trace: Trace): Generator<void> {
  const ids = new Set<string>();
  yield* inSlices(trace.spans, (span) => ids.add(span.spanId));
  const clients = new Set<string>();
  yield* inSlices(trace.spans, (span) => {
    if (kindTag(span) === 'client') clients.add(span.spanId);
  });
  const renamed = yield* renameServers(trace, ids, clients);
  if (renamed.size === 0) return;
  yield* inSlices(trace.spans, (span) => {
    const serverId = renamed.get(jaegerParent(span));
    if (serverId !== undefined && serverId !== span.spanId) replaceParent(span, serverId);
  });
}

/** @returns shared id → the id that the last server of it has now */
function* renameServers(
  trace: Trace,
  ids: ReadonlySet<string>,
  clients: ReadonlySet<string>,
): Generator<void, Map<string, string>> {
  const renamed = new Map<string, string>();
  let last = 0;
  yield* inSlices(trace.spans, (span) => {
    const sharedId = span.spanId;
    if (!clients.has(sharedId) || kindTag(span) !== 'server') return;
    let newId: string;
    do newId = (++last).toString(16).padStart(16, '0');
    while (ids.has(newId));
    renamed.set(sharedId, newId);
    replaceParent(span, sharedId);
    span.spanId = newId;
  });
  return renamed;
}

/** The first span.kind tag decides, so an attribute of that key beats the OTLP field. */
function kindTag(span: Span): string {
  const sent = span.attributes.find((attribute) => attribute.key === 'span.kind')?.value;
  if (sent !== undefined) return sent.type === 'string' ? sent.value : '';
  return span.native ? '' : span.kind === 3 ? 'client' : span.kind === 2 ? 'server' : '';
}

// A span's references as Jaeger shows them, and the rule by which Jaeger finds a span's parent in them.
import { jaegerTraceId, type Span, type SpanLink, ZERO_SPAN_ID } from '@spoor/core';

export type RefType = 'CHILD_OF' | 'FOLLOWS_FROM';

export interface JaegerReference {
  readonly refType: RefType;
  /** 16 digits when the high half is zero, else 32. */
  readonly traceId: string;
  readonly spanId: string;
}

const REF_TYPE_KEY = 'opentracing.ref_type';

/**
 * A native span's links are its references, verbatim. For OTLP the parent leads as CHILD_OF, then the links;
 * a link to the parent only overrides the parent's type.
 */
export function jaegerReferences(span: Span): JaegerReference[] {
  if (span.native) return span.links.map(referenceOf);
  const references: JaegerReference[] = [];
  const hasParent = span.parentSpanId !== '';
  if (hasParent)
    references.push({ refType: 'CHILD_OF', traceId: jaegerTraceId(span.traceId), spanId: span.parentSpanId });
  for (const link of span.links) {
    const reference = referenceOf(link);
    if (hasParent && link.spanId === span.parentSpanId && link.traceId === span.traceId) references[0] = reference;
    else references.push(reference);
  }
  return references;
}

/** Swaps the parent (see `jaegerParent`) or else the first reference into the same trace to the front, in place. */
export function parentFirst(references: JaegerReference[], traceId: string): JaegerReference[] {
  const at = parentIndex(references, traceId);
  if (at > 0) [references[0], references[at]] = [references[at]!, references[0]!];
  return references;
}

/** The parent by Jaeger's rule: the first CHILD_OF to the same trace, else the first FOLLOWS_FROM to it; '' = none. */
export function jaegerParent(span: Span): string {
  if (span.links.length === 0) return span.native ? '' : span.parentSpanId;
  const references = jaegerReferences(span);
  const parentId = references[parentIndex(references, span.traceId)]?.spanId ?? '';
  return parentId === ZERO_SPAN_ID ? '' : parentId;
}

/** Index of the parent by Jaeger's rule, -1 = none. */
export function parentIndex(references: readonly JaegerReference[], traceId: string): number {
  const own = jaegerTraceId(traceId);
  const at = references.findIndex((reference) => reference.refType === 'CHILD_OF' && reference.traceId === own);
  return at >= 0 ? at : references.findIndex((reference) => reference.traceId === own);
}

export function refTypeOf(link: SpanLink): RefType {
  const value = link.attributes.find((attribute) => attribute.key === REF_TYPE_KEY)?.value;
  return value?.type === 'string' && value.value === 'child_of' ? 'CHILD_OF' : 'FOLLOWS_FROM';
}

function referenceOf(link: SpanLink): JaegerReference {
  return { refType: refTypeOf(link), traceId: jaegerTraceId(link.traceId), spanId: link.spanId };
}

/** Gives the span another parent: changes the reference that is the parent now, else adds one. */
export function replaceParent(span: Span, spanId: string): void {
  const old = jaegerParent(span);
  if (!span.native && (old === '' || old === span.parentSpanId)) {
    span.parentSpanId = spanId;
    return;
  }
  const link = old === '' ? undefined : span.links.find((each) => each.spanId === old && each.traceId === span.traceId);
  if (link !== undefined) link.spanId = spanId;
  else if (!span.links.some((each) => each.spanId === spanId && each.traceId === span.traceId)) {
    span.links.unshift(childOf(span.traceId, spanId));
  }
  if (span.native) span.parentSpanId = spanId;
}

function childOf(traceId: string, spanId: string): SpanLink {
  const attributes = [{ key: REF_TYPE_KEY, value: { type: 'string', value: 'child_of' } as const }];
  return { traceId, spanId, traceState: '', flags: 0, attributes, droppedAttributesCount: 0 };
}

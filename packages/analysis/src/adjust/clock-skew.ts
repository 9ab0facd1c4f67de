// Adjuster 4. Where a child ran on another host than its parent and does not fit inside it, the difference of
// the two clocks is guessed and the child, with all that ran on its host below it, is shifted, or a warning
// says by how much it would be.
import type { Span, Trace } from '@spoor/core';
import { goDurationText } from '../go-duration.ts';
import { jaegerParent } from '../jaeger/references.ts';
import { hostOf } from './host.ts';
import { type SkewNs, shiftSpan, skewAgainstParent } from './skew.ts';
import { inSlices } from './slices.ts';

const NONE = -1;

/** Spans shifted or warned about between two yields: a few milliseconds when each takes exact arithmetic and a text. */
const SLICE_SPANS = 1024;

export function* correctClockSkew(trace: Trace, maxSkewMs: number): Generator<void> {
  const tree = yield* buildTree(trace.spans);
  const maxNs = BigInt(Math.round(maxSkewMs * 1_000_000));
  yield* walk(trace.spans, tree, (span, skewNs) => applySkew(span, skewNs, maxNs));
}

/** Spans by index; children as linked lists, so that the shape of the trace costs no depth. */
interface Tree {
  readonly roots: readonly number[];
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
}

/** Only the first span of an id takes part; spans on a cycle are reached from no root. */
function* buildTree(spans: readonly Span[]): Generator<void, Tree> {
  const byId = new Map<string, number>();
  const isFirst = new Uint8Array(spans.length);
  yield* inSlices(spans, (span, i) => {
    if (byId.has(span.spanId)) {
      span.warnings.push('duplicate span IDs; skipping clock skew adjustment');
      return;
    }
    byId.set(span.spanId, i);
    isFirst[i] = 1;
  });
  const roots: number[] = [];
  const firstChild = new Int32Array(spans.length).fill(NONE);
  const nextSibling = new Int32Array(spans.length).fill(NONE);
  yield* inSlices(spans, (span, i) => {
    if (isFirst[i] === 0) return;
    const parentId = jaegerParent(span);
    const parent = byId.get(parentId);
    if (parent !== undefined && parentId !== '') {
      nextSibling[i] = firstChild[parent]!;
      firstChild[parent] = i;
      return;
    }
    if (parentId !== '') span.warnings.push(`invalid parent span IDs=${parentId}; skipping clock skew adjustment`);
    roots.push(i);
  });
  return { roots, firstChild, nextSibling };
}

/** The correction in force at a span: its children on the same host inherit it. */
interface Skew {
  readonly host: string;
  readonly ns: SkewNs;
}

/** Parents before children: a child is measured against its parent as already shifted. */
function* walk(spans: readonly Span[], tree: Tree, apply: (span: Span, skewNs: SkewNs) => void): Generator<void> {
  const order: number[] = [...tree.roots];
  const skews: (Skew | undefined)[] = new Array<Skew | undefined>(spans.length);
  for (const root of tree.roots) skews[root] = { host: hostOf(spans[root]!.resource), ns: 0n };
  for (let next = 0; next < order.length; next++) {
    const at = order[next]!;
    const parent = spans[at]!;
    for (let child = tree.firstChild[at]!; child !== NONE; child = tree.nextSibling[child]!) {
      const skew = skewOf(spans[child]!, parent, skews[at]!);
      apply(spans[child]!, skew.ns);
      skews[child] = skew;
      order.push(child);
      if (order.length % SLICE_SPANS === 0) yield;
    }
  }
}

function skewOf(child: Span, parent: Span, inherited: Skew): Skew {
  const host = hostOf(child.resource);
  if (host === inherited.host && host !== '') return inherited;
  return { host, ns: skewAgainstParent(child, parent) };
}

function applySkew(span: Span, skewNs: SkewNs, maxNs: bigint): void {
  if (skewNs === 0n) return;
  const delta = goDurationText(skewNs);
  if (maxNs === 0n) {
    span.warnings.push(`clock skew adjustment disabled; not applying calculated delta of ${delta}`);
  } else if (skewNs > maxNs || skewNs < -maxNs) {
    const max = goDurationText(maxNs);
    span.warnings.push(`max clock skew adjustment delta of ${max} exceeded; not applying calculated delta of ${delta}`);
  } else {
    shiftSpan(span, skewNs);
    span.warnings.push(`This span's timestamps were adjusted by ${delta}`);
  }
}

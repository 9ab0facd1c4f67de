// Arithmetic of clock skew: exact nanoseconds, since the warnings print them and times may lie centuries apart.
import type { Span } from '@spoor/core';

/** Positive = the child's clock is behind. */
export type SkewNs = bigint;

/** Go's time.Duration ends here, about 292 years. */
const MAX_NS = 2n ** 63n - 1n;
const MIN_NS = -(2n ** 63n);

/**
 * What to add to the child's times: nothing when it fits into the parent; enough to centre it when it does not
 * though it is no longer than the parent; for a longer one just enough not to start before the parent.
 */
export function skewAgainstParent(child: Span, parent: Span): SkewNs {
  const startsBefore = isBefore(child.startUs, child.startNsRem, parent.startUs, parent.startNsRem);
  if (child.durationNs > parent.durationNs) return startsBefore ? startDistance(parent, child) : 0n;
  if (!startsBefore && !endsAfter(child, parent)) return 0n;
  const latency = (BigInt(parent.durationNs) - BigInt(child.durationNs)) / 2n;
  return clamped(startDistance(parent, child) + latency);
}

function startDistance(a: Span, b: Span): bigint {
  return clamped((BigInt(a.startUs) - BigInt(b.startUs)) * 1000n + BigInt(a.startNsRem - b.startNsRem));
}

function clamped(ns: bigint): bigint {
  return ns > MAX_NS ? MAX_NS : ns < MIN_NS ? MIN_NS : ns;
}

function isBefore(us: number, nsRem: number, thanUs: number, thanNsRem: number): boolean {
  return us < thanUs || (us === thanUs && nsRem < thanNsRem);
}

function endsAfter(child: Span, parent: Span): boolean {
  const childNs = child.startNsRem + child.durationNs;
  const parentNs = parent.startNsRem + parent.durationNs;
  return isBefore(
    parent.startUs + Math.floor(parentNs / 1000),
    parentNs % 1000,
    child.startUs + Math.floor(childNs / 1000),
    childNs % 1000,
  );
}

/** Moves the span and its events, in place. */
export function shiftSpan(span: Span, byNs: SkewNs): void {
  const start = shifted(span.startUs, span.startNsRem, byNs);
  span.startUs = start.us;
  span.startNsRem = start.nsRem;
  for (const event of span.events) {
    const time = shifted(event.timeUs, event.timeNsRem, byNs);
    event.timeUs = time.us;
    event.timeNsRem = time.nsRem;
  }
}

function shifted(us: number, nsRem: number, byNs: bigint): { readonly us: number; readonly nsRem: number } {
  const ns = nsRem + Number(byNs % 1000n);
  const carry = Math.floor(ns / 1000);
  return { us: us + Number(byNs / 1000n) + carry, nsRem: ns - carry * 1000 };
}

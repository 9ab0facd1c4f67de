// Which field of a ResourceSpans holds its spans. Senders of around OTLP 0.15 put them by instrumentation
// library into field 1000, the same message under another name; Jaeger takes those when there is no ScopeSpans.
import { ProtoReader } from '../protobuf/proto-reader.ts';

const SCOPE_SPANS = 0x12;
export const OLD_SCOPE_SPANS_FIELD = 1000;
const OLD_SCOPE_SPANS: number = (OLD_SCOPE_SPANS_FIELD << 3) | 2;

/** The tag for the ResourceSpans at [at, end); mostly its first or second field decides. */
export function scopeSpansTag(bytes: Uint8Array, at: number, end: number): number {
  const reader = new ProtoReader(bytes, at, end);
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === SCOPE_SPANS) return SCOPE_SPANS;
    reader.skip(tag);
  }
  return OLD_SCOPE_SPANS;
}

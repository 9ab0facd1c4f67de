// The mark of spans that came in a Jaeger format: their scope has one reserved attribute and nothing else. It
// costs nothing a span, survives every store that keeps scopes, and never shows in an answer.
import type { Scope } from '@spoor/core';
import { ProtoWriter } from '../protobuf/proto-writer.ts';

export const NATIVE_KEY = '@jaeger@native';

/** Whether the spans of `scope` are native: attributes, links and events are verbatim tags, references and logs. */
export function isNative(scope: Scope): boolean {
  return scope.attributes[0]?.key === NATIVE_KEY;
}

/** The `scope` field of a ScopeSpans of native spans, tag and length included. */
export function markerField(): Uint8Array {
  const w = new ProtoWriter(64);
  const scope = w.open(1);
  const attribute = w.open(3);
  w.text(1, NATIVE_KEY);
  const value = w.open(2);
  w.bool(2, true);
  w.close(value);
  w.close(attribute);
  w.close(scope);
  return w.finish();
}

import { encodeSpans, spanBuilder } from '@spoor/testkit';

/** An ExportTraceServiceRequest of so many spans; each has an attribute of `padding` characters. */
export function payload(spans = 1, padding = 0): Uint8Array {
  const attributes = padding === 0 ? {} : { padding: 'x'.repeat(padding) };
  return encodeSpans(Array.from({ length: spans }, () => spanBuilder({ service: 'svc', operation: 'op', attributes })));
}

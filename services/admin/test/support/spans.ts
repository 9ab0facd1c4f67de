import { NameTable, type Span } from '@spoor/core';
import { decodeOtlpProto } from '@spoor/wire';

/** The spans of requests, decoded as a collector would. */
export function spansOf(requests: readonly Uint8Array[]): Span[] {
  const names = new NameTable();
  return requests.flatMap((bytes) => {
    const batch = decodeOtlpProto(Uint8Array.from(bytes), names);
    return Array.from({ length: batch.length }, (_, row) => batch.span(row).toSpan());
  });
}

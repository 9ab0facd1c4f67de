// A native span's references as OTLP links, all of them in their order. Most spans have one, a CHILD_OF to their
// parent: that one is left out, a tenth of a span, and readers know it by the parent without links.
import type { SpanLink } from '@spoor/core';
import { type ByteSink, viewOf } from './byte-sink.ts';
import type { References } from './references.ts';

const TRACE_ID_WORDS = 4;
const ID_WORDS = 6;
/** A link with its ids takes less. */
const LINK_BYTES = 96;
const REF_TYPE_KEY = 'opentracing.ref_type';
const CHILD_OF_TEXT = 'child_of';
const CHILD_OF = typeAttribute(CHILD_OF_TEXT);
const FOLLOWS_FROM = typeAttribute('follows_from');

/** Writes each reference as a Link field of the open Span. */
export function writeLinks(sink: ByteSink, references: References): void {
  for (let i = 0; i < references.count; i++) {
    const attribute = references.isFollowsFrom(i) ? FOLLOWS_FROM : CHILD_OF;
    sink.reserve(LINK_BYTES);
    sink.pair(0x6a, 18 + 10 + attribute.byteLength);
    sink.pair(0x0a, 16);
    for (let word = 0; word < TRACE_ID_WORDS; word++) sink.idWord(references.word(i, word));
    sink.pair(0x12, 8);
    for (let word = TRACE_ID_WORDS; word < ID_WORDS; word++) sink.idWord(references.word(i, word));
    sink.put(attribute);
  }
}

/** The link that a native span with a parent and no links stands for. */
export function parentLink(traceId: string, spanId: string): SpanLink {
  const attributes = [{ key: REF_TYPE_KEY, value: { type: 'string', value: CHILD_OF_TEXT } as const }];
  return { traceId, spanId, traceState: '', flags: 0, attributes, droppedAttributesCount: 0 };
}

/** The field of a Link that says which type of reference it is; short enough for lengths of one byte. */
function typeAttribute(type: string): DataView {
  const key = Buffer.from(REF_TYPE_KEY);
  const value = Buffer.from(type);
  const content = [0x0a, key.length, ...key, 0x12, value.length + 2, 0x0a, value.length, ...value];
  return viewOf(Uint8Array.from([0x22, content.length, ...content]));
}

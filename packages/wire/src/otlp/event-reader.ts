// Span.Event and Span.Link messages to plain objects. Jaeger does not sanitise them: texts that are not
// UTF-8 are shown with U+FFFD.
import { hexId, type SpanEvent, type SpanLink, ZERO_SPAN_ID, ZERO_TRACE_ID } from '@spoor/core';
import { microsOf, nanosRemainderOf } from '../protobuf/nanos.ts';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import type { TextReader } from '../protobuf/text-reader.ts';
import type { ValueReader } from './value-reader.ts';

/** The Event from the cursor to `end`. */
export function readEvent(r: ProtoReader, end: number, texts: TextReader, values: ValueReader): SpanEvent {
  const event: SpanEvent = { timeUs: 0, timeNsRem: 0, name: '', attributes: [], droppedAttributesCount: 0 };
  while (r.pos < end) {
    const tag = r.tag();
    switch (tag) {
      case 0x09:
        r.fixed64();
        event.timeUs = microsOf(r.lo, r.hi);
        event.timeNsRem = nanosRemainderOf(r.lo, r.hi);
        break;
      case 0x12:
        event.name = texts.lossyField(r);
        break;
      case 0x1a:
        event.attributes.push(values.attribute(r, r.lengthEnd()));
        break;
      case 0x20:
        event.droppedAttributesCount = r.uint32();
        break;
      default:
        r.skip(tag);
    }
  }
  return event;
}

/** The Link from the cursor to `end`. */
export function readLink(r: ProtoReader, end: number, texts: TextReader, values: ValueReader): SpanLink {
  const link: SpanLink = {
    traceId: ZERO_TRACE_ID,
    spanId: ZERO_SPAN_ID,
    traceState: '',
    flags: 0,
    attributes: [],
    droppedAttributesCount: 0,
  };
  while (r.pos < end) {
    const tag = r.tag();
    switch (tag) {
      case 0x0a:
        link.traceId = idField(r, 16, ZERO_TRACE_ID);
        break;
      case 0x12:
        link.spanId = idField(r, 8, ZERO_SPAN_ID);
        break;
      case 0x1a:
        link.traceState = texts.lossyField(r);
        break;
      case 0x22:
        link.attributes.push(values.attribute(r, r.lengthEnd()));
        break;
      case 0x28:
        link.droppedAttributesCount = r.uint32();
        break;
      case 0x35:
        link.flags = r.fixed32();
        break;
      default:
        r.skip(tag);
    }
  }
  return link;
}

/** The id field at the cursor as hex; `absent` unless it has its `whole` length. */
export function idField(r: ProtoReader, whole: number, absent: string): string {
  const end = r.lengthEnd();
  const at = r.pos;
  r.pos = end;
  return end - at === whole ? hexId(r.bytes, at, whole) : absent;
}

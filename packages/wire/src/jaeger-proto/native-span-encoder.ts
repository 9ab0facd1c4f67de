// A span in the native form as a jaeger.api_v2 Span, bytes to bytes: the native form holds tags, references and logs
// verbatim. Fields come in the order of the source, which protobuf allows.
import type { SpanBatch } from '@spoor/core';
import { microsOf, nanosBetween, nanosRemainderOf } from '../protobuf/nanos.ts';
import { littleEndian32, ProtoReader } from '../protobuf/proto-reader.ts';
import type { AttributeEncoder } from './attribute-encoder.ts';
import {
  LOG_FIELD,
  LOG_TIME,
  REFERENCE_SPAN_ID,
  REFERENCE_TRACE_ID,
  REFERENCE_TYPE,
  SPAN_DURATION,
  SPAN_FLAGS,
  SPAN_ID,
  SPAN_LOG,
  SPAN_OPERATION,
  SPAN_REFERENCE,
  SPAN_START,
  SPAN_TAG,
  SPAN_TRACE_ID,
} from './fields.ts';
import { linkType } from './link-type.ts';
import type { MessageSink } from './message-sink.ts';
import { encodeWarnings } from './warnings-encoder.ts';

const OTLP_NAME = 0x2a;
const OTLP_START = 0x39;
const OTLP_END = 0x41;
const OTLP_ATTRIBUTE = 0x4a;
const OTLP_EVENT = 0x5a;
const OTLP_LINK = 0x6a;
const OTLP_FLAGS = 0x85;
const EVENT_TIME = 0x09;
const EVENT_ATTRIBUTE = 0x1a;

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

export class NativeSpanEncoder {
  readonly #sink: MessageSink;
  readonly #attributes: AttributeEncoder;
  readonly #reader = new ProtoReader(new Uint8Array(0));
  #startLo = 0;
  #startHi = 0;
  #endLo = 0;
  #endHi = 0;
  #flags = 0;
  #hasLinks = false;

  constructor(sink: MessageSink, attributes: AttributeEncoder) {
    this.#sink = sink;
    this.#attributes = attributes;
  }

  /**
   * Writes the fields of the span at `row`; there is room for twice its bytes and 256 more. False = it is not as our
   * writer writes it, and what was written must be taken back.
   */
  encode(batch: SpanBatch, row: number): boolean {
    const { bytes, columns } = batch;
    const at = columns.spanStart[row]!;
    const r = this.#reader;
    r.reset(bytes, at, at + columns.spanBytes[row]!);
    this.#startLo = this.#startHi = this.#endLo = this.#endHi = this.#flags = 0;
    this.#hasLinks = false;
    this.#id(SPAN_TRACE_ID, bytes, columns.traceIdAt[row]!, TRACE_ID_BYTES);
    this.#id(SPAN_ID, bytes, columns.spanIdAt[row]!, SPAN_ID_BYTES);
    const { end } = r;
    while (r.pos < end) {
      const from = r.pos + 2;
      const length = bytes[from - 1]!;
      if (bytes[from - 2] === OTLP_ATTRIBUTE && length < 0x80 && from + length <= end) {
        r.pos = from + length;
        if (!this.#attribute(bytes, from, r.pos)) return false;
      } else if (!this.#field(r, r.tag())) return false;
    }
    const parentAt = columns.parentIdAt[row]!;
    if (!this.#hasLinks && parentAt !== 0) this.#writeReference(bytes, columns.traceIdAt[row]!, parentAt, 0);
    this.#finish();
    return true;
  }

  #attribute(bytes: Uint8Array, at: number, end: number): boolean {
    return this.#attributes.encode(bytes, at, end, SPAN_TAG) || encodeWarnings(this.#sink, bytes, at, end);
  }

  #field(r: ProtoReader, tag: number): boolean {
    switch (tag) {
      case OTLP_ATTRIBUTE: {
        const end = r.lengthEnd();
        const at = r.pos;
        r.pos = end;
        return this.#attribute(r.bytes, at, end);
      }
      case OTLP_NAME: {
        const at = r.pos;
        r.pos = r.lengthEnd();
        this.#sink.bytes[this.#sink.pos++] = SPAN_OPERATION;
        this.#sink.copy(r.bytes, at, r.pos);
        return true;
      }
      case OTLP_EVENT:
        return this.#log(r, r.lengthEnd());
      case OTLP_LINK:
        return this.#reference(r, r.lengthEnd());
      case OTLP_START:
        r.fixed64();
        this.#startLo = r.lo;
        this.#startHi = r.hi;
        return true;
      case OTLP_END:
        r.fixed64();
        this.#endLo = r.lo;
        this.#endHi = r.hi;
        return true;
      case OTLP_FLAGS:
        this.#flags = r.fixed32();
        return true;
      default:
        r.skip(tag);
        return true;
    }
  }

  /** The time leads, as our writer writes it. */
  #log(r: ProtoReader, end: number): boolean {
    const sink = this.#sink;
    const { bytes } = r;
    const guess = end - r.pos;
    const log = sink.open(SPAN_LOG, guess);
    if (end - r.pos >= 9 && bytes[r.pos] === EVENT_TIME) {
      const lo = littleEndian32(bytes, r.pos + 1);
      const hi = littleEndian32(bytes, r.pos + 5);
      sink.timestamp(LOG_TIME, microsOf(lo, hi), nanosRemainderOf(lo, hi));
      r.pos += 9;
    }
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === EVENT_TIME) return false;
      if (tag !== EVENT_ATTRIBUTE) {
        r.skip(tag);
        continue;
      }
      const stop = r.lengthEnd();
      if (!this.#attributes.encode(bytes, r.pos, stop, LOG_FIELD)) return false;
      r.pos = stop;
    }
    sink.close(log, guess);
    return true;
  }

  /** Only in the one form that our writer gives a link. */
  #reference(r: ProtoReader, end: number): boolean {
    const { bytes, pos } = r;
    const type = linkType(bytes, pos, end);
    if (type < 0) return false;
    this.#hasLinks = true;
    this.#writeReference(bytes, pos + 2, pos + 20, type);
    r.pos = end;
    return true;
  }

  /** The ids are at these offsets; `type` 0 is CHILD_OF. */
  #writeReference(bytes: Uint8Array, traceIdAt: number, spanIdAt: number, type: number): void {
    const sink = this.#sink;
    const reference = sink.open(SPAN_REFERENCE, 0);
    this.#id(REFERENCE_TRACE_ID, bytes, traceIdAt, TRACE_ID_BYTES);
    this.#id(REFERENCE_SPAN_ID, bytes, spanIdAt, SPAN_ID_BYTES);
    if (type > 0) {
      sink.bytes[sink.pos++] = REFERENCE_TYPE;
      sink.bytes[sink.pos++] = type;
    }
    sink.close(reference, 0);
  }

  #finish(): void {
    const sink = this.#sink;
    if (this.#flags !== 0) {
      sink.bytes[sink.pos++] = SPAN_FLAGS;
      sink.varint(this.#flags);
    }
    const startLo = this.#startLo;
    const startHi = this.#startHi;
    sink.timestamp(SPAN_START, microsOf(startLo, startHi), nanosRemainderOf(startLo, startHi));
    sink.duration(SPAN_DURATION, nanosBetween(startLo, startHi, this.#endLo, this.#endHi));
  }

  /** An absent id (`at` 0) is zero, which Jaeger writes too. */
  #id(tag: number, bytes: Uint8Array, at: number, length: number): void {
    const sink = this.#sink;
    sink.bytes[sink.pos++] = tag;
    sink.bytes[sink.pos++] = length;
    if (at !== 0) sink.copy(bytes, at, at + length);
    else {
      sink.bytes.fill(0, sink.pos, sink.pos + length);
      sink.pos += length;
    }
  }
}

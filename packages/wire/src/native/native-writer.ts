// Jaeger's span model to one OTLP TracesData message in the native form: tags, references and logs verbatim,
// kind, status, parent and names also where OTLP has them. Driven by a decoder, part by part; parts of a span
// come in any order, the process after its spans. Nothing here throws for content: texts that are not UTF-8
// get U+FFFD a byte, times that 64 bits of nanoseconds cannot hold are clamped.
import { type NameTable, type SpanBatch, traitsOf } from '@spoor/core';
import { OtlpBatch } from '../otlp/otlp-batch.ts';
import { writeAttributes } from '../otlp/value-writer.ts';
import { warningsAttribute } from '../otlp/warnings.ts';
import { nanosHigh, nanosLow } from '../protobuf/nanos.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { ByteSink, viewOf } from './byte-sink.ts';
import { writeLinks } from './link-writer.ts';
import { markerField } from './native-marker.ts';
import { NativeRows } from './native-rows.ts';
import { References } from './references.ts';
import { PROCESS, SPAN, TagWriter } from './tag-writer.ts';

/** Everything of a span that is no name, tag, log or reference, with room to spare. */
const SPAN_FIXED_BYTES = 128;
/** Tags and lengths of a KeyValue and its AnyValue at most. */
const TAG_HEAD_BYTES = 32;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
/** Of a Span. */
const ATTRIBUTES_FIELD = 9;
/** Tag and length of the scope inside the marker. */
const SCOPE_HEAD_BYTES = 2;
const DEBUG_FLAG = 2;
const MAX_MICROS = 9_223_372_036_854_774;
const MAX_NANOS = 2 ** 63;
const MAX_HIGH = 0x7fff_ffff;

const encoder = new TextEncoder();
const SERVICE_NAME = encoder.encode('service.name');

/** Where a message began, to take it back. */
export interface NativeMark {
  readonly length: number;
  readonly spans: number;
}

/** Not for concurrent use. One batch: beginBatch, spans, beginProcess, endBatch; any number of them until `finish`. */
export class NativeWriter {
  readonly #sink = new ByteSink();
  readonly #tags = new TagWriter(this.#sink);
  readonly #references = new References();
  readonly #rows = new NativeRows();
  readonly #marker: Uint8Array = markerField();
  /** The tag `@jaeger@format` as a field of a Span; null = none. */
  readonly #formatTag: DataView | null;
  /** Trace and span id of the span being written, then of its parent. */
  readonly #ids = new Uint32Array(6);
  readonly #parent = new Uint32Array(6);
  #batchAt = 0;
  #batchTraits = 0;
  #scopeAt = 0;
  #partAt = 0;
  #logAt = 0;
  #firstRow = 0;
  #flags = 0;
  #startUs = 0;
  #startNsRem = 0;
  #durationNs = 0;

  /** `format`: value of the tag `@jaeger@format` that every span gets; null = none. */
  constructor(format: string | null) {
    this.#formatTag = format === null ? null : formatTag(format);
  }

  /** Bytes written since the last `finish`. */
  get length(): number {
    return this.#sink.pos;
  }

  /** Spans written since the last `finish`. */
  get spans(): number {
    return this.#rows.spans;
  }

  /** Between batches, or between the spans of one. */
  mark(): NativeMark {
    return { length: this.#sink.pos, spans: this.#rows.spans };
  }

  /** Forgets what was written since the mark, half a batch included. */
  rewind(mark: NativeMark): void {
    this.#sink.pos = mark.length;
    this.#rows.rewind(mark.spans);
  }

  /** `traits` are those of all spans of the batch, beside what their tags say. */
  beginBatch(traits = 0): void {
    this.#batchTraits = traits;
    const sink = this.#sink;
    sink.reserve(16 + this.#marker.length);
    sink.bytes[sink.pos] = 0x0a;
    this.#batchAt = sink.pos += 5;
    sink.bytes[sink.pos] = 0x12;
    this.#scopeAt = sink.pos += 5;
    sink.copy(this.#marker, 0, this.#marker.length);
    this.#firstRow = this.#rows.spans;
  }

  beginSpan(): void {
    const sink = this.#sink;
    sink.reserve(SPAN_FIXED_BYTES);
    sink.bytes[sink.pos] = 0x12;
    this.#partAt = sink.pos += 3;
    this.#tags.holder = SPAN;
    this.#tags.facts.reset();
    this.#references.reset();
    this.#rows.begin();
    this.traceId(0, 0, 0, 0);
    this.spanId(0, 0);
    this.parentId(0, 0);
    this.#flags = this.#startUs = this.#startNsRem = this.#durationNs = 0;
  }

  /** Unsigned 32-bit words, most significant first; as all ids here. */
  traceId(w0: number, w1: number, w2: number, w3: number): void {
    const ids = this.#ids;
    ids[0] = w0;
    ids[1] = w1;
    ids[2] = w2;
    ids[3] = w3;
  }

  spanId(w0: number, w1: number): void {
    this.#ids[4] = w0;
    this.#ids[5] = w1;
  }

  /** The parent beside the references, as thrift has it: a CHILD_OF in front of them unless one of them says it. Zero = none. */
  parentId(w0: number, w1: number): void {
    this.#parent[4] = w0;
    this.#parent[5] = w1;
  }

  reference(isFollowsFrom: boolean, t0: number, t1: number, t2: number, t3: number, s0: number, s1: number): void {
    this.#references.add(isFollowsFrom, t0, t1, t2, t3, s0, s1);
  }

  /** Jaeger's 32 bits. */
  flags(value: number): void {
    this.#flags = value >>> 0;
  }

  operation(source: Uint8Array, at: number, end: number): void {
    this.#sink.expect(source);
    this.#rows.nameAt = this.#tags.field(0x2a, source, at, end);
    this.#rows.nameEnd = this.#sink.pos;
  }

  /** Unix µs, may be negative. */
  startMicros(us: number): void {
    this.#startUs = clampMicros(us);
    this.#startNsRem = 0;
  }

  /** A protobuf Timestamp; nanos 0..999,999,999. */
  startSeconds(seconds: number, nanos: number): void {
    this.#startUs = clampMicros(seconds * 1e6 + Math.floor(nanos / 1000));
    this.#startNsRem = nanos % 1000;
  }

  /** As sent: zero and negative ones are kept and sanitised on reading. */
  durationMicros(us: number): void {
    this.#durationNs = clampDuration(us * 1000);
  }

  /** A protobuf Duration. */
  durationSeconds(seconds: number, nanos: number): void {
    this.#durationNs = clampDuration(seconds * 1e9 + nanos);
  }

  textTag(source: Uint8Array, keyAt: number, keyEnd: number, at: number, end: number): void {
    this.#tags.textOf(source, keyAt, keyEnd, source, at, end);
  }

  boolTag(source: Uint8Array, keyAt: number, keyEnd: number, value: boolean): void {
    this.#tags.bool(source, keyAt, keyEnd, value);
  }

  /** int64 as unsigned 32-bit halves. */
  intTag(source: Uint8Array, keyAt: number, keyEnd: number, lo: number, hi: number): void {
    this.#tags.int(source, keyAt, keyEnd, lo, hi);
  }

  /** The IEEE 754 bits as unsigned 32-bit halves. */
  doubleTag(source: Uint8Array, keyAt: number, keyEnd: number, lo: number, hi: number): void {
    this.#tags.double(source, keyAt, keyEnd, lo, hi);
  }

  bytesTag(source: Uint8Array, keyAt: number, keyEnd: number, at: number, end: number): void {
    this.#tags.bytesOf(source, keyAt, keyEnd, source, at, end);
  }

  /** `textTag` with a key that is not in the source. */
  textTagOf(key: Uint8Array, source: Uint8Array, at: number, end: number): void {
    this.#tags.textOf(key, 0, key.length, source, at, end);
  }

  /** `bytesTag` with a key that is not in the source. */
  bytesTagOf(key: Uint8Array, source: Uint8Array, at: number, end: number): void {
    this.#tags.bytesOf(key, 0, key.length, source, at, end);
  }

  /** A text tag whose texts are not in the source. */
  tagOf(key: string, value: string): void {
    const keyBytes = encoder.encode(key);
    const valueBytes = encoder.encode(value);
    this.#tags.textOf(keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length);
  }

  /** What the sender warns of; rare, so texts. Nothing else of the span may be open. */
  warnings(texts: readonly string[]): void {
    const field = new ProtoWriter();
    writeAttributes(field, ATTRIBUTES_FIELD, [warningsAttribute(texts)]);
    const bytes = field.finish();
    this.#sink.reserve(bytes.length);
    this.#sink.copy(bytes, 0, bytes.length);
  }

  beginLogMicros(us: number): void {
    this.#beginLog(clampMicros(us), 0);
  }

  beginLogSeconds(seconds: number, nanos: number): void {
    this.#beginLog(clampMicros(seconds * 1e6 + Math.floor(nanos / 1000)), nanos % 1000);
  }

  endLog(): void {
    this.#tags.endLog(0x12);
    this.#sink.closeShort(this.#logAt);
  }

  endSpan(): void {
    const sink = this.#sink;
    if (this.#formatTag !== null) this.#putFormat(this.#formatTag);
    this.#linkAll();
    this.#status();
    sink.reserve(SPAN_FIXED_BYTES);
    this.#idField(0x0a, this.#ids, 0, 4);
    this.#rows.traceIdAt = sink.pos - TRACE_ID_BYTES;
    this.#idField(0x12, this.#ids, 4, 6);
    this.#times();
    const { kind, status, sampler } = this.#tags.facts;
    if (kind !== 0) sink.pair(0x30, kind);
    if (this.#flags !== 0) {
      sink.pair(0x85, 0x01);
      sink.word(this.#flags);
    }
    const moved = sink.closeShort(this.#partAt);
    const traits = this.#batchTraits | traitsOf((this.#flags & DEBUG_FLAG) !== 0, sampler);
    this.#rows.add(this.#partAt + moved, sink.pos, moved, kind, status, traits);
  }

  /** The spans of this batch are done; name and tags of their process follow. */
  beginProcess(): void {
    const sink = this.#sink;
    sink.wideLength(this.#scopeAt - 4, sink.pos - this.#scopeAt);
    sink.reserve(SPAN_FIXED_BYTES);
    sink.bytes[sink.pos] = 0x0a;
    this.#partAt = sink.pos += 5;
    this.#tags.holder = PROCESS;
  }

  /** Before the process' tags; without it the process has no name. */
  serviceName(source: Uint8Array, at: number, end: number): void {
    this.#tags.textOf(SERVICE_NAME, 0, SERVICE_NAME.length, source, at, end);
  }

  serviceNameText(name: string): void {
    const bytes = encoder.encode(name);
    this.serviceName(bytes, 0, bytes.length);
  }

  /** A batch without spans leaves nothing. */
  endBatch(): void {
    const sink = this.#sink;
    if (this.#rows.spans === this.#firstRow) {
      sink.pos = this.#batchAt - 5;
      return;
    }
    sink.wideLength(this.#partAt - 4, sink.pos - this.#partAt);
    sink.wideLength(this.#batchAt - 4, sink.pos - this.#batchAt);
    this.#rows.addBatch(this.#partAt, sink.pos - this.#partAt, this.#scopeAt + SCOPE_HEAD_BYTES);
  }

  /** Everything since the last `finish`, in order; starts over. */
  finish(names: NameTable): SpanBatch {
    const { spans } = this.#rows;
    const bytes = this.#sink.take();
    const parts = this.#rows.take(bytes, this.#marker.length - SCOPE_HEAD_BYTES, names);
    return new OtlpBatch(bytes, spans, parts, names);
  }

  #beginLog(us: number, nsRem: number): void {
    const sink = this.#sink;
    sink.reserve(TAG_HEAD_BYTES);
    sink.bytes[sink.pos] = 0x5a;
    this.#logAt = sink.pos += 3;
    sink.bytes[sink.pos++] = 0x09;
    sink.word(nanosLow(us, nsRem, 0));
    sink.word(nanosHigh(us, nsRem, 0));
    this.#tags.beginLog();
  }

  #putFormat(tag: DataView): void {
    this.#sink.reserve(tag.byteLength);
    this.#sink.put(tag);
  }

  #linkAll(): void {
    const references = this.#references;
    const parent = this.#parent;
    const ids = this.#ids;
    if ((parent[4]! | parent[5]!) !== 0) {
      for (let i = 0; i < 4; i++) parent[i] = ids[i]!;
      references.addParent(parent);
    }
    const chosen = references.parentIn(ids);
    parent[4] = chosen < 0 ? 0 : references.word(chosen, 4);
    parent[5] = chosen < 0 ? 0 : references.word(chosen, 5);
    const hasParent = (parent[4] | parent[5]) !== 0;
    const isOnlyParent = hasParent && references.count === 1 && !references.isFollowsFrom(0);
    if (!isOnlyParent) writeLinks(this.#sink, references);
    if (!hasParent) return;
    this.#sink.reserve(SPAN_FIXED_BYTES);
    this.#idField(0x22, parent, 4, 6);
    this.#rows.parentIdAt = this.#sink.pos - SPAN_ID_BYTES;
  }

  #status(): void {
    const sink = this.#sink;
    const facts = this.#tags.facts;
    const { status } = facts;
    if (status === 0) return;
    sink.reserve(TAG_HEAD_BYTES);
    sink.bytes[sink.pos] = 0x7a;
    sink.pos += 3;
    const start = sink.pos;
    if (facts.messageSource !== null) this.#tags.field(0x12, facts.messageSource, facts.messageAt, facts.messageEnd);
    sink.reserve(TAG_HEAD_BYTES);
    sink.pair(0x18, status);
    sink.closeShort(start);
  }

  /** `ids` from one word to another, behind tag and length. */
  #idField(tag: number, ids: Uint32Array, from: number, to: number): void {
    const sink = this.#sink;
    sink.pair(tag, 4 * (to - from));
    for (let i = from; i < to; i++) sink.idWord(ids[i]!);
  }

  /** An end that would leave 64 bits stays at their limit. */
  #times(): void {
    const sink = this.#sink;
    const us = this.#startUs;
    const nsRem = this.#startNsRem;
    const isBeyond = us * 1000 + nsRem + this.#durationNs >= MAX_NANOS;
    const startLo = nanosLow(us, nsRem, 0);
    const startHi = nanosHigh(us, nsRem, 0);
    const endLo = isBeyond ? 0xffff_ffff : nanosLow(us, nsRem, this.#durationNs);
    const endHi = isBeyond ? MAX_HIGH : nanosHigh(us, nsRem, this.#durationNs);
    sink.bytes[sink.pos++] = 0x39;
    sink.word(startLo);
    sink.word(startHi);
    sink.bytes[sink.pos++] = 0x41;
    sink.word(endLo);
    sink.word(endHi);
    this.#rows.setTimes(startLo, startHi, endLo, endHi);
  }
}

function formatTag(format: string): DataView {
  const field = new ProtoWriter();
  writeAttributes(field, ATTRIBUTES_FIELD, [{ key: '@jaeger@format', value: { type: 'string', value: format } }]);
  return viewOf(field.finish());
}

function clampMicros(us: number): number {
  return Math.min(Math.max(us, -MAX_MICROS), MAX_MICROS);
}

/** A duration that 64 bits of nanoseconds cannot hold is none, as in Jaeger, where it overflows. */
function clampDuration(ns: number): number {
  return ns >= MAX_NANOS || ns <= -MAX_NANOS ? 0 : ns;
}

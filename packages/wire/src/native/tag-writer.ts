// Tags of whatever is open: a span, one of its logs or a process. Keys and text values that are not UTF-8 get
// U+FFFD a byte. What a span's tags say of kind and status, and a log's field `event`, is noted on the way.
import { isUtf8 } from 'node:buffer';
import { repairedUtf8 } from '../protobuf/utf8.ts';
import { type ByteSink, lengthBytes } from './byte-sink.ts';
import { isAt, TagFacts } from './tag-facts.ts';

export const SPAN = 0;
const LOG = 1;
export const PROCESS = 2;
/** The tag byte of a KeyValue in a Span, an Event and a Resource. */
const ATTRIBUTE_TAG: readonly number[] = [0x4a, 0x1a, 0x0a];
/** Tags and lengths of a KeyValue and its AnyValue at most. */
const TAG_HEAD_BYTES = 32;

const encoder = new TextEncoder();
const EMPTY: Uint8Array = new Uint8Array(0);
const EVENT = encoder.encode('event');

export class TagWriter {
  readonly facts: TagFacts = new TagFacts();
  /** SPAN, LOG or PROCESS. */
  holder: number = SPAN;
  readonly #sink: ByteSink;
  #eventSource: Uint8Array = EMPTY;
  #eventAt = 0;
  #eventEnd = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  beginLog(): void {
    this.holder = LOG;
    this.#eventAt = this.#eventEnd = 0;
  }

  /** Writes the log's name under `tag`, when a field said one. */
  endLog(tag: number): void {
    this.holder = SPAN;
    if (this.#eventEnd > this.#eventAt) this.field(tag, this.#eventSource, this.#eventAt, this.#eventEnd);
  }

  bool(source: Uint8Array, keyAt: number, keyEnd: number, value: boolean): void {
    this.#key(source, keyAt, keyEnd, 2);
    const sink = this.#sink;
    sink.bytes[sink.pos++] = 0x10;
    sink.bytes[sink.pos++] = value ? 1 : 0;
    if (this.holder === SPAN) this.facts.bool(source, keyAt, keyEnd, value);
  }

  /** int64 as unsigned 32-bit halves. */
  int(source: Uint8Array, keyAt: number, keyEnd: number, lo: number, hi: number): void {
    this.#key(source, keyAt, keyEnd, 1 + varint64Bytes(lo, hi));
    const sink = this.#sink;
    sink.bytes[sink.pos++] = 0x18;
    sink.varint64(lo, hi);
    if (this.holder === SPAN && hi === 0) this.facts.int(source, keyAt, keyEnd, lo);
  }

  /** The IEEE 754 bits as unsigned 32-bit halves. */
  double(source: Uint8Array, keyAt: number, keyEnd: number, lo: number, hi: number): void {
    this.#key(source, keyAt, keyEnd, 9);
    const sink = this.#sink;
    sink.bytes[sink.pos++] = 0x21;
    sink.word(lo);
    sink.word(hi);
  }

  /** Key and value from different sources. */
  bytesOf(keys: Uint8Array, keyAt: number, keyEnd: number, values: Uint8Array, at: number, end: number): void {
    const length = end - at;
    this.#key(keys, keyAt, keyEnd, 1 + lengthBytes(length) + length);
    const sink = this.#sink;
    sink.bytes[sink.pos++] = 0x3a;
    sink.varint(length);
    sink.copy(values, at, end);
  }

  /** The names of things: tag byte, length, text. Answers where the text begins; it ends at the sink's position. */
  field(tag: number, source: Uint8Array, at: number, end: number): number {
    const sink = this.#sink;
    const before = sink.pos;
    const length = end - at;
    sink.reserve(TAG_HEAD_BYTES + length);
    sink.bytes[sink.pos++] = tag;
    sink.varint(length);
    if (sink.copy(source, at, end) || isUtf8(source.subarray(at, end))) return sink.pos - length;
    sink.pos = before;
    const repaired = repairedUtf8(source, at, end);
    return this.field(tag, repaired, 0, repaired.length);
  }

  /** Key and value from different sources. */
  textOf(keys: Uint8Array, keyAt: number, keyEnd: number, values: Uint8Array, at: number, end: number): void {
    const sink = this.#sink;
    const before = sink.pos;
    const length = end - at;
    this.#key(keys, keyAt, keyEnd, 1 + lengthBytes(length) + length);
    sink.bytes[sink.pos++] = 0x0a;
    sink.varint(length);
    if (!sink.copy(values, at, end) && !isUtf8(values.subarray(at, end))) {
      sink.pos = before;
      const repaired = repairedUtf8(values, at, end);
      this.textOf(keys, keyAt, keyEnd, repaired, 0, repaired.length);
    } else if (this.holder === SPAN) this.facts.text(keys, keyAt, keyEnd, values, at, end);
    else if (this.holder === LOG) this.#noteEvent(keys, keyAt, keyEnd, values, at, end);
  }

  #noteEvent(keys: Uint8Array, keyAt: number, keyEnd: number, values: Uint8Array, at: number, end: number): void {
    if (keyEnd - keyAt !== EVENT.length || this.#eventEnd > this.#eventAt || !isAt(keys, keyAt, EVENT)) return;
    this.#eventSource = values;
    this.#eventAt = at;
    this.#eventEnd = end;
  }

  /** KeyValue up to its AnyValue, whose content of `valueBytes` the caller writes; there is room for it. */
  #key(source: Uint8Array, at: number, end: number, valueBytes: number): void {
    const sink = this.#sink;
    const before = sink.pos;
    const length = end - at;
    const total = 2 + lengthBytes(length) + length + lengthBytes(valueBytes) + valueBytes;
    sink.reserve(TAG_HEAD_BYTES + total);
    const { bytes } = sink;
    bytes[before] = ATTRIBUTE_TAG[this.holder]!;
    if (total < 0x80) {
      bytes[before + 1] = total;
      bytes[before + 2] = 0x0a;
      bytes[before + 3] = length;
      sink.pos = before + 4;
    } else {
      sink.pos = before + 1;
      sink.varint(total);
      sink.bytes[sink.pos++] = 0x0a;
      sink.varint(length);
    }
    if (!sink.copy(source, at, end) && !isUtf8(source.subarray(at, end))) {
      sink.pos = before;
      const repaired = repairedUtf8(source, at, end);
      this.#key(repaired, 0, repaired.length, valueBytes);
      return;
    }
    sink.bytes[sink.pos++] = 0x12;
    sink.varint(valueBytes);
  }
}

function varint64Bytes(lo: number, hi: number): number {
  if (hi === 0) return lengthBytes(lo);
  if (hi < 0x8) return 5;
  return hi < 0x400 ? 6 : hi < 0x2_0000 ? 7 : hi < 0x100_0000 ? 8 : hi < 0x8000_0000 ? 9 : 10;
}

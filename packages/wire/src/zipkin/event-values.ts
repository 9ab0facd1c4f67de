// Texts in which OpenTelemetry's Zipkin exporter packs what Zipkin has no field for:
//   an annotation   name|{attributes as JSON}|dropped attributes
//   a tag otlp.link.N   trace id|span id|trace state|{attributes as JSON}|dropped attributes
// What is not of that form stays a text.
import { TracingError } from '@spoor/core';
import { CLOSE_OBJECT, JsonReader, OPEN_OBJECT, QUOTE } from '../json/json-reader.ts';
import { NumberReader } from '../json/number-reader.ts';
import { closeAttribute, openAttribute } from '../protobuf/attribute-writer.ts';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { hexBytes } from './hex-bytes.ts';
import { TextRange } from './text-range.ts';

const BAR = 0x7c;
const NAME = 2;
const EVENT_ATTRIBUTE = 3;
const EVENT_DROPPED = 4;
const LINK = 13;
const LINK_ATTRIBUTE = 4;
const LINK_DROPPED = 5;
/** A payload whose texts look so but are not is not looked into for long: a failed look costs an error. */
const MAX_FAILURES = 100;

/** Reused from payload to payload. */
export class EventValues {
  readonly #key = new TextRange();
  readonly #id = new Uint8Array(16);
  #failures = 0;

  /** A payload begins. */
  start(): void {
    this.#failures = 0;
  }

  /** The annotation's text as name, attributes and dropped count of the event being written. */
  writeEvent(w: ProtoWriter, value: TextRange): void {
    const { bytes, start, end } = value;
    const first = indexOf(bytes, BAR, start, end);
    const last = first === end ? end : lastIndexOf(bytes, BAR, start, end);
    if (first === last || this.#failures > MAX_FAILURES) {
      // Of `a|b` Jaeger keeps `a`.
      if (first > start) w.range(NAME, bytes, start, first);
      return;
    }
    const mark = w.length;
    if (first > start) w.range(NAME, bytes, start, first);
    if (this.#writeTail(w, bytes, first, last, end, EVENT_ATTRIBUTE, EVENT_DROPPED)) return;
    w.truncate(mark);
    w.range(NAME, bytes, start, end);
  }

  /** The tag's text as a link of the span being written; false when it is none. With too few parts it is dropped, as in Jaeger. */
  writeLink(w: ProtoWriter, value: TextRange): boolean {
    const { bytes, start, end } = value;
    const traceEnd = indexOf(bytes, BAR, start, end);
    const spanEnd = indexOf(bytes, BAR, traceEnd + 1, end);
    const stateEnd = indexOf(bytes, BAR, spanEnd + 1, end);
    const last = lastIndexOf(bytes, BAR, start, end);
    if (stateEnd >= last) return true;
    if (this.#failures > MAX_FAILURES) return false;
    const mark = w.length;
    const link = w.open(LINK);
    if (!this.#writeId(w, 1, 16, bytes, start, traceEnd) || !this.#writeId(w, 2, 8, bytes, traceEnd + 1, spanEnd)) {
      w.truncate(mark);
      return false;
    }
    if (stateEnd > spanEnd + 1) w.range(3, bytes, spanEnd + 1, stateEnd);
    if (!this.#writeTail(w, bytes, stateEnd, last, end, LINK_ATTRIBUTE, LINK_DROPPED)) {
      w.truncate(mark);
      return false;
    }
    w.close(link);
    return true;
  }

  #writeId(w: ProtoWriter, field: number, length: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== 2 * length || !hexBytes(bytes, start, end, this.#id, length)) return false;
    w.range(field, this.#id, 0, length);
    return true;
  }

  /** Attributes between the bars at `first` and `last`, the count behind. */
  #writeTail(
    w: ProtoWriter,
    bytes: Uint8Array,
    first: number,
    last: number,
    end: number,
    attribute: number,
    dropped: number,
  ): boolean {
    const count = decimalOf(bytes, last + 1, end);
    if (count < 0) return false;
    try {
      this.#writeAttributes(w, attribute, bytes.subarray(first + 1, last));
    } catch (error) {
      if (!(error instanceof TracingError)) throw error;
      this.#failures++;
      return false;
    }
    if (count > 0) w.uint(dropped, count);
    return true;
  }

  #writeAttributes(w: ProtoWriter, field: number, json: Uint8Array): void {
    const reader = new JsonReader(json);
    const numbers = new NumberReader(reader);
    if (reader.peek() !== OPEN_OBJECT) throw reader.unexpected('an object');
    reader.pos++;
    if (!reader.take(CLOSE_OBJECT)) {
      do {
        reader.string();
        this.#key.take(reader);
        reader.colon();
        this.#writeAttribute(w, field, reader, numbers);
      } while (reader.more(CLOSE_OBJECT));
    }
    if (reader.peek() !== -1) throw reader.unexpected('the end');
  }

  /** Lists and objects stay JSON; null says nothing. */
  #writeAttribute(w: ProtoWriter, field: number, reader: JsonReader, numbers: NumberReader): void {
    const key = this.#key;
    const byte = reader.peek();
    const at = reader.pos;
    if (byte === QUOTE) {
      reader.string();
      w.textAttribute(field, key.bytes, key.start, key.end, reader.text, reader.textStart, reader.textEnd);
    } else if (byte === 0x74 || byte === 0x66) {
      const attribute = openAttribute(w, field, key.bytes, key.start, key.end);
      const value = w.length;
      w.bool(2, reader.bool());
      closeAttribute(w, attribute, value);
    } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      writeNumber(w, field, key, numbers.double());
    } else if (!reader.takeNull()) {
      reader.skip();
      w.textAttribute(field, key.bytes, key.start, key.end, reader.bytes, at, reader.pos);
    }
  }
}

/** A whole number is an int, as in Go's reading of JSON. */
function writeNumber(w: ProtoWriter, field: number, key: TextRange, number: number): void {
  const attribute = openAttribute(w, field, key.bytes, key.start, key.end);
  const value = w.length;
  if (Number.isSafeInteger(number)) w.int(3, number);
  else w.double(4, number);
  closeAttribute(w, attribute, value);
}

/** `end` when there is none. */
function indexOf(bytes: Uint8Array, byte: number, start: number, end: number): number {
  let pos = Math.min(start, end);
  while (pos < end && bytes[pos] !== byte) pos++;
  return pos;
}

/** -1 when there is none. */
function lastIndexOf(bytes: Uint8Array, byte: number, start: number, end: number): number {
  for (let pos = end - 1; pos >= start; pos--) if (bytes[pos] === byte) return pos;
  return -1;
}

/** 32 bits, unsigned; -1 when it is no number. */
function decimalOf(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > 10) return -1;
  let value = 0;
  for (let pos = start; pos < end; pos++) {
    const digit = bytes[pos]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value < 2 ** 32 ? value : -1;
}

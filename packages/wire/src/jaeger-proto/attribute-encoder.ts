// An OTLP KeyValue as a jaeger.api_v2 one, bytes to bytes: both have the value's own bytes in common. Lists and maps
// have no such twin.
import { lengthBytes } from '../native/byte-sink.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import {
  TAG_BOOL,
  TAG_BYTES,
  TAG_DOUBLE,
  TAG_INT,
  TAG_KEY,
  TAG_TEXT,
  TAG_TYPE,
  TYPE_BOOL,
  TYPE_BYTES,
  TYPE_DOUBLE,
  TYPE_INT,
  TYPE_TEXT,
} from './fields.ts';
import type { MessageSink } from './message-sink.ts';

const KEY = 0x0a;
const VALUE = 0x12;
const TEXT_VALUE = 0x0a;
const BOOL_VALUE = 0x10;
const INT_VALUE = 0x18;
const DOUBLE_VALUE = 0x21;
const BYTES_VALUE = 0x3a;
const MAX_VARINT_BYTES = 10;
/** By ValueType: the tag of the field that holds the value. */
const VALUE_TAGS: readonly number[] = [TAG_TEXT, TAG_BOOL, TAG_INT, TAG_DOUBLE, TAG_BYTES];
/** By the tag inside AnyValue: ValueType. */
const TYPES: ReadonlyMap<number, number> = new Map([
  [TEXT_VALUE, TYPE_TEXT],
  [BOOL_VALUE, TYPE_BOOL],
  [INT_VALUE, TYPE_INT],
  [DOUBLE_VALUE, TYPE_DOUBLE],
  [BYTES_VALUE, TYPE_BYTES],
]);

export class AttributeEncoder {
  readonly #sink: MessageSink;
  readonly #reader = new ProtoReader(new Uint8Array(0));
  // Of the last KeyValue read: the key with its length in front, and the value as it follows its tag.
  #keyAt = 0;
  #keyEnd = 0;
  #type = 0;
  #valueAt = 0;
  #valueEnd = 0;

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  /**
   * Writes the KeyValue at [at, end) under `tag`; there is room for its bytes and eight more. False = its value is a
   * list or a map, and nothing was written.
   */
  encode(bytes: Uint8Array, at: number, end: number, tag: number): boolean {
    if (this.#short(bytes, at, end, tag)) return true;
    if (!this.read(bytes, at, end)) return false;
    const sink = this.#sink;
    const typed = this.#type === TYPE_TEXT ? 0 : 2;
    const keyBytes = this.#keyEnd - this.#keyAt;
    const valueBytes = this.#valueEnd - this.#valueAt;
    sink.bytes[sink.pos++] = tag;
    sink.varint((keyBytes === 0 ? 0 : 1 + keyBytes) + typed + 1 + Math.max(valueBytes, 1));
    if (keyBytes > 0) {
      sink.bytes[sink.pos++] = TAG_KEY;
      sink.copy(bytes, this.#keyAt, this.#keyEnd);
    }
    if (typed > 0) {
      sink.bytes[sink.pos++] = TAG_TYPE;
      sink.bytes[sink.pos++] = this.#type;
    }
    sink.bytes[sink.pos++] = VALUE_TAGS[this.#type]!;
    if (valueBytes > 0) sink.copy(bytes, this.#valueAt, this.#valueEnd);
    else sink.bytes[sink.pos++] = 0; // no value at all is an empty text
    return true;
  }

  /** Writes the text of the KeyValue that was read last, with its length, under `tag`. */
  textField(bytes: Uint8Array, tag: number): void {
    const sink = this.#sink;
    sink.bytes[sink.pos++] = tag;
    sink.copy(bytes, this.#valueAt, this.#valueEnd);
  }

  /** Whether the KeyValue that was read last has that key and a text. */
  isText(bytes: Uint8Array, key: Uint8Array): boolean {
    const at = this.#keyEnd - key.length;
    if (this.#type !== TYPE_TEXT || this.#valueEnd === this.#valueAt) return false;
    if (at !== this.#keyAt + lengthBytes(key.length)) return false;
    for (let i = 0; i < key.length; i++) {
      if (bytes[at + i] !== key[i]) return false;
    }
    return true;
  }

  /** Notes where key and value are; false for a list or a map. */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    const r = this.#reader;
    r.reset(bytes, at, end);
    this.#keyAt = this.#keyEnd = this.#valueAt = this.#valueEnd = this.#type = 0;
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === KEY) {
        this.#keyAt = r.pos;
        this.#keyEnd = r.pos = r.lengthEnd();
      } else if (tag === VALUE) {
        const stop = r.lengthEnd();
        r.end = stop;
        if (!this.#readValue(r)) return false;
        r.end = end;
      } else r.skip(tag);
    }
    return true;
  }

  /** The last of several kinds of value counts. */
  #readValue(r: ProtoReader): boolean {
    while (r.pos < r.end) {
      const tag = r.tag();
      const type = TYPES.get(tag);
      if (type === undefined && tag >>> 3 <= 6) return false;
      const at = r.pos;
      r.skip(tag);
      if (type === undefined) continue;
      this.#type = type;
      this.#valueAt = at;
      this.#valueEnd = r.pos;
    }
    return true;
  }

  /** What most attributes are, as our own writers write them: short texts, ints and bools. False = nothing was written. */
  #short(bytes: Uint8Array, at: number, end: number, tag: number): boolean {
    if (end - at < 6 || bytes[at] !== KEY || bytes[at + 1]! >= 0x80) return false;
    const keyEnd = at + 2 + bytes[at + 1]!;
    const valueAt = keyEnd + 3;
    if (valueAt >= end || bytes[keyEnd] !== VALUE || bytes[keyEnd + 1]! !== end - keyEnd - 2) return false;
    const sink = this.#sink;
    const valueTag = bytes[keyEnd + 2]!;
    if (valueTag === TEXT_VALUE) {
      if (bytes[valueAt]! !== end - valueAt - 1) return false;
      sink.bytes[sink.pos++] = tag;
      sink.varint(end - at - 2);
      sink.copy(bytes, at, keyEnd);
      sink.bytes[sink.pos++] = TAG_TEXT;
    } else {
      if ((valueTag !== INT_VALUE && valueTag !== BOOL_VALUE) || !isVarint(bytes, valueAt, end)) return false;
      sink.bytes[sink.pos++] = tag;
      sink.varint(end - at);
      sink.copy(bytes, at, keyEnd);
      sink.bytes[sink.pos++] = TAG_TYPE;
      sink.bytes[sink.pos++] = valueTag === INT_VALUE ? TYPE_INT : TYPE_BOOL;
      sink.bytes[sink.pos++] = valueTag === INT_VALUE ? TAG_INT : TAG_BOOL;
    }
    sink.copy(bytes, valueAt, end);
    return true;
  }
}

/** Whether exactly one varint is at [at, end). */
function isVarint(bytes: Uint8Array, at: number, end: number): boolean {
  const last = end - 1;
  for (let i = at; i < last; i++) {
    if (bytes[i]! < 0x80) return false;
  }
  return bytes[last]! < 0x80 && end - at <= MAX_VARINT_BYTES;
}

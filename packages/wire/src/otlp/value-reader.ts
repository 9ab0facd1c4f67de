// KeyValue and AnyValue messages to plain objects. The bytes were checked when they came in; of several
// kinds of value in one AnyValue the last counts.
import type { Attribute, AttributeValue } from '@spoor/core';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
import type { TextReader } from '../protobuf/text-reader.ts';
import { invalidKey } from './sanitised-names.ts';

const EMPTY: AttributeValue = { type: 'empty' };
const TRUE: AttributeValue = { type: 'bool', value: true };
const FALSE: AttributeValue = { type: 'bool', value: false };
const TAG_1 = 0x0a;
const TAG_2 = 0x12;
const TAG_STRING = 0x0a;
const TAG_BOOL = 0x10;
const TAG_INT = 0x18;
const TAG_DOUBLE = 0x21;
const TAG_ARRAY = 0x2a;
const TAG_MAP = 0x32;
const TAG_BYTES = 0x3a;
const TWO_32 = 2 ** 32;
const COLON = 0x3a;

// What becomes of a text that is not UTF-8.
const BYTES = 0;
/** U+FFFD for each bad byte. */
const LOSSY = 1;
/** Inside lists and maps a mark for each: Jaeger's JSON text tells such a byte from a U+FFFD that was sent. */
const MARKED = 2;
type Repair = typeof BYTES | typeof LOSSY | typeof MARKED;

/** Methods read from the cursor's position to `end` and leave it there. */
export class ValueReader {
  readonly #keys: TextReader;
  readonly #values: TextReader;
  /** Of the list being read: attributes whose key is not UTF-8. */
  readonly #repaired: Attribute[] = [];
  readonly #scratch: DataView = new DataView(new ArrayBuffer(8));

  constructor(keys: TextReader, values: TextReader) {
    this.#keys = keys;
    this.#values = values;
  }

  /** A KeyValue of an event or link, which Jaeger does not sanitise: texts that are not UTF-8 get U+FFFD. */
  attribute(r: ProtoReader, end: number): Attribute {
    return this.#keyValue(r, end, LOSSY);
  }

  #keyValue(r: ProtoReader, end: number, repair: Repair): Attribute {
    let key = '';
    let value = EMPTY;
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === TAG_1) {
        const stop = r.lengthEnd();
        key = repair === LOSSY ? this.#keys.lossy(r.bytes, r.pos, stop) : this.#keys.marked(r.bytes, r.pos, stop);
        r.pos = stop;
      } else if (tag === TAG_2) value = this.#value(r, r.lengthEnd(), repair, value);
      else r.skip(tag);
    }
    return { key, value };
  }

  /**
   * A KeyValue of a list that Jaeger sanitises (span, resource, scope), appended to `into`: a text value
   * that is not UTF-8 becomes bytes. One with such a key waits for `endList`.
   */
  sanitised(r: ProtoReader, end: number, into: Attribute[]): void {
    let key: string | null = '';
    let keyAt = 0;
    let keyEnd = 0;
    let value = EMPTY;
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === TAG_1) {
        keyEnd = r.lengthEnd();
        keyAt = r.pos;
        key = this.#keys.valid(r.bytes, keyAt, keyEnd);
        r.pos = keyEnd;
      } else if (tag === TAG_2) value = this.#value(r, r.lengthEnd(), BYTES, value);
      else r.skip(tag);
    }
    if (key !== null) into.push({ key, value });
    else this.#repaired.push(repair(r.bytes.subarray(keyAt, keyEnd), value, this.#repaired.length + 1));
  }

  /** Before the first `sanitised` of a message. */
  startList(): void {
    this.#repaired.length = 0; // something is left only when the message before was damaged
  }

  /** Appends what `sanitised` set aside since `startList`: under invalid-tag-key-N, as the bytes `key:value`. */
  endList(into: Attribute[]): void {
    for (const attribute of this.#repaired) into.push(attribute);
  }

  /**
   * An AnyValue. A later message without a value leaves the `earlier` one; else it replaces it, lists included,
   * as Jaeger does.
   */
  #value(r: ProtoReader, end: number, repair: Repair, earlier: AttributeValue): AttributeValue {
    let value = earlier;
    while (r.pos < end) {
      const tag = r.tag();
      switch (tag) {
        case TAG_STRING:
          value = this.#text(r, r.lengthEnd(), repair);
          break;
        case TAG_BOOL:
          r.varint();
          value = (r.lo | r.hi) === 0 ? FALSE : TRUE;
          break;
        case TAG_INT:
          r.varint();
          value = { type: 'int', value: signed64(r.lo, r.hi) };
          break;
        case TAG_DOUBLE:
          value = { type: 'double', value: this.#double(r) };
          break;
        case TAG_ARRAY:
          value = { type: 'array', value: this.#array(r, r.lengthEnd()) };
          break;
        case TAG_MAP:
          value = { type: 'map', value: this.#map(r, r.lengthEnd()) };
          break;
        case TAG_BYTES: {
          const stop = r.lengthEnd();
          value = { type: 'bytes', value: r.bytes.slice(r.pos, stop) };
          r.pos = stop;
          break;
        }
        default:
          r.skip(tag);
      }
    }
    return value;
  }

  #text(r: ProtoReader, end: number, repair: Repair): AttributeValue {
    const at = r.pos;
    r.pos = end;
    const text = this.#values.valid(r.bytes, at, end);
    if (text !== null) return { type: 'string', value: text };
    if (repair === BYTES) return { type: 'bytes', value: r.bytes.slice(at, end) };
    const { bytes } = r;
    const shown = repair === LOSSY ? this.#values.lossy(bytes, at, end) : this.#values.marked(bytes, at, end);
    return { type: 'string', value: shown };
  }

  #double(r: ProtoReader): number {
    r.fixed64();
    this.#scratch.setUint32(0, r.hi);
    this.#scratch.setUint32(4, r.lo);
    return this.#scratch.getFloat64(0);
  }

  #array(r: ProtoReader, end: number): AttributeValue[] {
    const values: AttributeValue[] = [];
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === TAG_1) values.push(this.#value(r, r.lengthEnd(), MARKED, EMPTY));
      else r.skip(tag);
    }
    return values;
  }

  #map(r: ProtoReader, end: number): Attribute[] {
    const attributes: Attribute[] = [];
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === TAG_1) attributes.push(this.#keyValue(r, r.lengthEnd(), MARKED));
      else r.skip(tag);
    }
    return attributes;
  }
}

/** Two's complement; a bigint where a number could not be exact. */
function signed64(lo: number, hi: number): number | bigint {
  const value = (hi | 0) * TWO_32 + lo;
  return Number.isSafeInteger(value) ? value : (BigInt(hi | 0) << 32n) | BigInt(lo);
}

function repair(key: Uint8Array, value: AttributeValue, n: number): Attribute {
  const text = value.type === 'bytes' ? value.value : new TextEncoder().encode(plainText(value));
  const joined = new Uint8Array(key.length + 1 + text.length);
  joined.set(key);
  joined[key.length] = COLON;
  joined.set(text, key.length + 1);
  return { key: invalidKey(n), value: { type: 'bytes', value: joined } };
}

/** For the eye only: what stood beside a key that could not be kept. */
function plainText(value: AttributeValue): string {
  switch (value.type) {
    case 'empty':
      return '';
    case 'array':
      return `[${value.value.map(plainText).join(',')}]`;
    case 'map':
      return `{${value.value.map((entry) => `${entry.key}:${plainText(entry.value)}`).join(',')}}`;
    default:
      return String(value.value);
  }
}

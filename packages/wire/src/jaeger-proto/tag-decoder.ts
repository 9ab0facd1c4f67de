// A jaeger.api_v2 KeyValue into whatever the writer has open. Only the field that the type names counts.
import type { NativeWriter } from '../native/native-writer.ts';
import type { OutputBound } from '../native/output-bound.ts';
import type { ProtoReader } from '../protobuf/proto-reader.ts';
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
import { type MessageShape, passField } from './pass-field.ts';

const KEY_VALUE: MessageShape = { name: 'KeyValue', lastField: 7 };

export class TagDecoder {
  readonly #writer: NativeWriter;
  readonly #bound: OutputBound;
  #type = 0;
  #keyAt = 0;
  #keyEnd = 0;
  #textAt = 0;
  #textEnd = 0;
  #bytesAt = 0;
  #bytesEnd = 0;
  #bool = false;
  #intLo = 0;
  #intHi = 0;
  #doubleLo = 0;
  #doubleHi = 0;

  constructor(writer: NativeWriter, bound: OutputBound) {
    this.#writer = writer;
    this.#bound = bound;
  }

  /** The KeyValue from the cursor to `end`; leaves the cursor there. */
  read(r: ProtoReader, end: number): void {
    if (this.#shortText(r, end)) return;
    this.#type = this.#keyAt = this.#keyEnd = this.#textAt = this.#textEnd = this.#bytesAt = this.#bytesEnd = 0;
    this.#intLo = this.#intHi = this.#doubleLo = this.#doubleHi = 0;
    this.#bool = false;
    const outer = r.end;
    r.end = end;
    while (r.pos < end) {
      const at = r.pos;
      this.#field(r, r.tag(), at);
    }
    r.end = outer;
    this.#write(r.bytes);
    this.#bound.check();
  }

  /** What most tags are: a short key, a short text and nothing else. False = something else, nothing was read. */
  #shortText(r: ProtoReader, end: number): boolean {
    const { bytes, pos } = r;
    if (end - pos < 4 || bytes[pos] !== TAG_KEY) return false;
    const keyEnd = pos + 2 + bytes[pos + 1]!;
    if (bytes[pos + 1]! >= 0x80 || keyEnd + 2 > end || bytes[keyEnd] !== TAG_TEXT) return false;
    if (bytes[keyEnd + 1]! >= 0x80 || keyEnd + 2 + bytes[keyEnd + 1]! !== end) return false;
    this.#writer.textTag(bytes, pos + 2, keyEnd, keyEnd + 2, end);
    r.pos = end;
    return true;
  }

  #field(r: ProtoReader, tag: number, at: number): void {
    switch (tag) {
      case TAG_KEY:
        this.#keyEnd = r.lengthEnd();
        this.#keyAt = r.pos;
        r.pos = this.#keyEnd;
        break;
      case TAG_TYPE:
        this.#type = r.uint32() | 0;
        break;
      case TAG_TEXT:
        this.#textEnd = r.lengthEnd();
        this.#textAt = r.pos;
        r.pos = this.#textEnd;
        break;
      case TAG_BOOL:
        r.varint();
        this.#bool = (r.lo | r.hi) !== 0;
        break;
      case TAG_INT:
        r.varint();
        this.#intLo = r.lo;
        this.#intHi = r.hi;
        break;
      case TAG_DOUBLE:
        r.fixed64();
        this.#doubleLo = r.lo;
        this.#doubleHi = r.hi;
        break;
      case TAG_BYTES:
        this.#bytesEnd = r.lengthEnd();
        this.#bytesAt = r.pos;
        r.pos = this.#bytesEnd;
        break;
      default:
        passField(r, tag, at, KEY_VALUE);
    }
  }

  #write(bytes: Uint8Array): void {
    const writer = this.#writer;
    switch (this.#type) {
      case TYPE_TEXT:
        writer.textTag(bytes, this.#keyAt, this.#keyEnd, this.#textAt, this.#textEnd);
        break;
      case TYPE_BOOL:
        writer.boolTag(bytes, this.#keyAt, this.#keyEnd, this.#bool);
        break;
      case TYPE_INT:
        writer.intTag(bytes, this.#keyAt, this.#keyEnd, this.#intLo, this.#intHi);
        break;
      case TYPE_DOUBLE:
        writer.doubleTag(bytes, this.#keyAt, this.#keyEnd, this.#doubleLo, this.#doubleHi);
        break;
      case TYPE_BYTES:
        writer.bytesTag(bytes, this.#keyAt, this.#keyEnd, this.#bytesAt, this.#bytesEnd);
        break;
      default: {
        // The text under which Jaeger 1.76 shows the value.
        const text = new TextEncoder().encode(`unknown type ${this.#type}`);
        writer.textTagOf(bytes.subarray(this.#keyAt, this.#keyEnd), text, 0, text.length);
      }
    }
  }
}

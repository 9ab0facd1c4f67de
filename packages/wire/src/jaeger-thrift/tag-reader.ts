// jaeger.thrift Tag: a key, a type, and five optional values of which the type says the one that counts. They
// come in any order, so all are noted and the tag is written when it ends. Reused from tag to tag.
import type { NativeWriter } from '../native/native-writer.ts';
import type { ThriftReader } from '../thrift/thrift-reader.ts';
import { BOOL, DOUBLE, fieldOf, I32, I64, STRING } from '../thrift/thrift-types.ts';
import { missingField, requiredBits } from './missing-field.ts';

const KEY = fieldOf(1, STRING);
const V_TYPE = fieldOf(2, I32);
const V_STR = fieldOf(3, STRING);
const V_DOUBLE = fieldOf(4, DOUBLE);
const V_BOOL = fieldOf(5, BOOL);
const V_LONG = fieldOf(6, I64);
const V_BINARY = fieldOf(7, STRING);

const REQUIRED: readonly string[] = ['', 'key', 'vType'];
const REQUIRED_BITS = requiredBits(REQUIRED);
const VALUES: readonly string[] = ['', '', '', 'vStr', 'vDouble', 'vBool', 'vLong', 'vBinary'];

const TYPE_STRING = 0;
const TYPE_DOUBLE = 1;
const TYPE_BOOL = 2;
const TYPE_LONG = 3;
const TYPE_BINARY = 4;

const encoder = new TextEncoder();

export class TagReader {
  /** The key of the last tag read, in the reader's bytes. */
  keyAt = 0;
  keyEnd = 0;
  /** Its vStr; empty when it has none. */
  textAt = 0;
  textEnd = 0;
  #type = 0;
  #seen = 0;
  #bool = false;
  #binaryAt = 0;
  #binaryEnd = 0;
  #doubleLo = 0;
  #doubleHi = 0;
  #longLo = 0;
  #longHi = 0;

  /** Writes the tag at the cursor to what is open in `w`. A value that is absent is the zero of its type. */
  copy(r: ThriftReader, w: NativeWriter): void {
    this.#seen = this.#type = this.textAt = this.textEnd = 0;
    const mark = r.beginStruct();
    for (let field = r.field(); field !== 0; field = r.field()) this.#note(r, field);
    r.endStruct(mark);
    if ((this.#seen & REQUIRED_BITS) !== REQUIRED_BITS) throw missingField('Tag', REQUIRED, this.#seen, r.pos);
    this.#write(r.bytes, w);
  }

  #note(r: ThriftReader, field: number): void {
    switch (field) {
      case KEY:
        this.keyEnd = r.stringEnd();
        this.keyAt = r.pos;
        r.pos = this.keyEnd;
        break;
      case V_TYPE:
        this.#type = r.int32();
        break;
      case V_STR:
        this.textEnd = r.stringEnd();
        this.textAt = r.pos;
        r.pos = this.textEnd;
        break;
      case V_LONG:
        r.int64();
        this.#longLo = r.lo;
        this.#longHi = r.hi;
        break;
      case V_BOOL:
        this.#bool = r.bool();
        break;
      case V_DOUBLE:
        r.double();
        this.#doubleLo = r.lo;
        this.#doubleHi = r.hi;
        break;
      case V_BINARY:
        this.#binaryEnd = r.stringEnd();
        this.#binaryAt = r.pos;
        r.pos = this.#binaryEnd;
        break;
      default:
        r.skip(field);
        return;
    }
    this.#seen |= 1 << (field >> 4);
  }

  #write(bytes: Uint8Array, w: NativeWriter): void {
    const { keyAt, keyEnd } = this;
    switch (this.#type) {
      case TYPE_STRING:
        w.textTag(bytes, keyAt, keyEnd, this.textAt, this.textEnd);
        break;
      case TYPE_BOOL:
        w.boolTag(bytes, keyAt, keyEnd, this.#has(V_BOOL) && this.#bool);
        break;
      case TYPE_LONG:
        if (this.#has(V_LONG)) w.intTag(bytes, keyAt, keyEnd, this.#longLo, this.#longHi);
        else w.intTag(bytes, keyAt, keyEnd, 0, 0);
        break;
      case TYPE_DOUBLE:
        if (this.#has(V_DOUBLE)) w.doubleTag(bytes, keyAt, keyEnd, this.#doubleLo, this.#doubleHi);
        else w.doubleTag(bytes, keyAt, keyEnd, 0, 0);
        break;
      case TYPE_BINARY:
        if (this.#has(V_BINARY)) w.bytesTag(bytes, keyAt, keyEnd, this.#binaryAt, this.#binaryEnd);
        else w.bytesTag(bytes, keyAt, keyEnd, 0, 0);
        break;
      default: {
        const text = encoder.encode(this.#unknownType());
        w.textTagOf(bytes.subarray(keyAt, keyEnd), text, 0, text.length);
      }
    }
  }

  #has(field: number): boolean {
    return (this.#seen & (1 << (field >> 4))) !== 0;
  }

  /** Begins as Jaeger's text does; what follows there is a dump with a memory address. */
  #unknownType(): string {
    const value = VALUES.find((name, id) => name !== '' && (this.#seen & (1 << id)) !== 0);
    return `Unknown VType: ${this.#type} with ${value ?? 'no value'}`;
  }
}

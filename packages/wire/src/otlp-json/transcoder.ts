// Walks an OTLP JSON request once, front to back, and writes the protobuf message it stands for. No object
// a value or a span. Unknown members are passed over; of several members of one name the last counts, as in
// protobuf; `null` stands for an empty string, list or message, and is refused for numbers, ids, bytes and
// enums. What follows the request is not looked at, as in Jaeger.
import { CLOSE_LIST, CLOSE_OBJECT, JsonReader, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../json/json-reader.ts';
import { MemberFinder } from '../json/member-finder.ts';
import { NumberReader } from '../json/number-reader.ts';
import { hexDigit } from '../json/unescaper.ts';
import { MAX_VALUE_DEPTH } from '../otlp/rules.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { bytesOfBase64 } from './base64.ts';
import {
  ANY_VALUE,
  BOOL,
  BYTES,
  DOUBLE,
  FIXED32,
  FIXED64,
  INT64,
  type JsonField,
  MESSAGE,
  MESSAGE_FIELDS,
  MESSAGES,
  REQUEST,
  SPAN_ID,
  SPAN_KIND,
  SPAN_KIND_NAMES,
  STATUS_CODE,
  STATUS_CODE_NAMES,
  TEXT,
  TRACE_ID,
  UINT32,
} from './fields.ts';

/** Bound to one payload, for one run. */
export class Transcoder {
  readonly #reader: JsonReader;
  readonly #numbers: NumberReader;
  readonly #names: MemberFinder<JsonField>;
  readonly #writer: ProtoWriter;
  readonly #id: Uint8Array = new Uint8Array(16);
  #valueDepth = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new JsonReader(bytes);
    this.#numbers = new NumberReader(this.#reader);
    this.#names = new MemberFinder(bytes, MESSAGE_FIELDS);
    // Protobuf is mostly shorter than half of the JSON it came from.
    this.#writer = new ProtoWriter((bytes.length >>> 1) + 64);
  }

  run(): Uint8Array {
    this.#message(REQUEST);
    return this.#writer.finish();
  }

  #message(type: number): void {
    const reader = this.#reader;
    if (reader.peek() !== OPEN_OBJECT) {
      if (reader.takeNull()) return;
      throw reader.unexpected('an object');
    }
    reader.pos++;
    if (reader.take(CLOSE_OBJECT)) return;
    if (type === ANY_VALUE && ++this.#valueDepth > MAX_VALUE_DEPTH) {
      throw reader.fail(`attribute value nested deeper than ${MAX_VALUE_DEPTH}`);
    }
    let slot = 0;
    let seen = 0;
    do {
      if (reader.bytes[reader.pos] !== QUOTE && reader.peek() !== QUOTE) throw reader.unexpected('a member name');
      const field = this.#field(type, slot);
      if (field === null) reader.skip();
      else {
        slot = this.#names.slot;
        this.#value(field, field.oneof || (seen & field.bit) !== 0);
        seen |= field.bit;
      }
    } while (reader.more(CLOSE_OBJECT));
    if (type === ANY_VALUE) this.#valueDepth--;
  }

  /** Reads a member's name and its colon; null for an unknown one. */
  #field(type: number, slot: number): JsonField | null {
    const reader = this.#reader;
    let field = this.#names.find(type, slot, reader.pos + 1);
    if (field !== null) reader.pos = this.#names.end;
    else {
      reader.string();
      if (reader.text !== reader.bytes)
        field = this.#names.findText(type, reader.text, reader.textStart, reader.textEnd);
    }
    reader.colon();
    return field;
  }

  /** `zeros`: write the field even when its value is zero or empty. */
  #value(field: JsonField, zeros: boolean): void {
    const { number } = field;
    switch (field.kind) {
      case TEXT:
        this.#text(number, zeros);
        break;
      case MESSAGE:
        this.#nested(field, zeros);
        break;
      case MESSAGES:
        this.#list(field);
        break;
      case TRACE_ID:
        this.#hexId(number, 16, zeros);
        break;
      case SPAN_ID:
        this.#hexId(number, 8, zeros);
        break;
      case FIXED64:
        this.#numbers.unsigned64();
        this.#writer.fixed64(number, this.#numbers.lo, this.#numbers.hi);
        break;
      case UINT32:
      case FIXED32:
        this.#word(field, zeros);
        break;
      case SPAN_KIND:
        this.#enum(number, SPAN_KIND_NAMES, zeros);
        break;
      case STATUS_CODE:
        this.#enum(number, STATUS_CODE_NAMES, zeros);
        break;
      default:
        this.#attributeValue(field);
    }
  }

  #attributeValue(field: JsonField): void {
    const { number } = field;
    switch (field.kind) {
      case INT64:
        this.#numbers.signed64();
        this.#writer.int64(number, this.#numbers.lo, this.#numbers.hi);
        break;
      case DOUBLE:
        this.#writer.double(number, this.#numbers.double());
        break;
      case BOOL:
        this.#writer.bool(number, this.#reader.bool());
        break;
      case BYTES:
        this.#bytes(number);
        break;
      default:
        this.#texts(number);
    }
  }

  #text(number: number, zeros: boolean): void {
    const reader = this.#reader;
    if (reader.peek() !== QUOTE && reader.takeNull()) {
      if (zeros) this.#writer.range(number, reader.bytes, 0, 0);
      return;
    }
    reader.string();
    if (zeros || reader.textEnd > reader.textStart) {
      this.#writer.range(number, reader.text, reader.textStart, reader.textEnd);
    }
  }

  #nested(field: JsonField, zeros: boolean): void {
    const writer = this.#writer;
    const before = writer.length;
    const start = writer.open(field.number);
    this.#message(field.type);
    if (writer.length === start && !zeros) writer.truncate(before);
    else writer.close(start);
  }

  #list(field: JsonField): void {
    const reader = this.#reader;
    if (!this.#openList()) return;
    do {
      const start = this.#writer.open(field.number);
      this.#message(field.type);
      this.#writer.close(start);
    } while (reader.more(CLOSE_LIST));
  }

  /** False when the list is empty or null. */
  #openList(): boolean {
    const reader = this.#reader;
    if (reader.peek() !== OPEN_LIST) {
      if (reader.takeNull()) return false;
      throw reader.unexpected('a list');
    }
    reader.pos++;
    return !reader.take(CLOSE_LIST);
  }

  #texts(number: number): void {
    if (!this.#openList()) return;
    do this.#text(number, true);
    while (this.#reader.more(CLOSE_LIST));
  }

  /** Hex of any case, or empty for an id of zeros. */
  #hexId(number: number, length: number, zeros: boolean): void {
    const reader = this.#reader;
    reader.peek();
    const at = reader.pos;
    reader.string();
    const { text, textStart, textEnd } = reader;
    const digits = textEnd - textStart;
    if (digits === 0) {
      if (zeros) this.#writer.range(number, text, 0, 0);
      return;
    }
    if (digits !== 2 * length) throw reader.fail(`expected ${2 * length} hex digits, found ${digits} characters`, at);
    const id = this.#id;
    let illegal = 0;
    for (let i = 0; i < length; i++) {
      const high = hexDigit(text[textStart + 2 * i]!);
      const low = hexDigit(text[textStart + 2 * i + 1]!);
      illegal |= high | low;
      id[i] = (high << 4) | low;
    }
    if (illegal < 0) throw reader.fail(`expected ${2 * length} hex digits`, at);
    this.#writer.range(number, id, 0, length);
  }

  #word(field: JsonField, zeros: boolean): void {
    const value = this.#numbers.unsigned32();
    if (value === 0 && !zeros) return;
    if (field.kind === FIXED32) this.#writer.fixed32(field.number, value);
    else this.#writer.uint(field.number, value);
  }

  #enum(number: number, names: readonly string[], zeros: boolean): void {
    const value = this.#reader.peek() === QUOTE ? this.#enumName(names) : this.#numbers.signed32();
    if (value !== 0 || zeros) this.#writer.int(number, value);
  }

  #enumName(names: readonly string[]): number {
    const reader = this.#reader;
    const at = reader.pos;
    reader.string();
    const name = Buffer.from(reader.text.subarray(reader.textStart, reader.textEnd)).toString();
    const value = names.indexOf(name);
    if (value < 0) throw reader.fail(`expected a number or one of ${names.join(', ')}`, at);
    return value;
  }

  #bytes(number: number): void {
    const reader = this.#reader;
    reader.peek();
    const at = reader.pos;
    reader.string();
    const bytes = bytesOfBase64(reader.text, reader.textStart, reader.textEnd);
    if (bytes === null) throw reader.fail('expected base64', at);
    this.#writer.bytes(number, bytes);
  }
}

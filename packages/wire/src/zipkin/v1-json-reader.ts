// Walks a list of Zipkin v1 spans in JSON once. Ids must be whole and not zero, as Jaeger 1.76 wants them; unlike
// there a binary annotation may have a boolean or a number, which real clients send.
import type { NameTable, SpanBatch } from '@spoor/core';
import { CLOSE_LIST, CLOSE_OBJECT, JsonReader, QUOTE } from '../json/json-reader.ts';
import { type MemberName, memberNames } from '../json/member-finder.ts';
import { TextReader } from '../protobuf/text-reader.ts';
import { hexBytes } from './hex-bytes.ts';
import { JsonValues } from './json-values.ts';
import { TextRange } from './text-range.ts';
import { positiveMicros } from './times.ts';
import { V1Endpoint } from './v1-endpoint.ts';
import type { V1SpanWriter } from './v1-span-writer.ts';
import { V1Value } from './v1-value.ts';

// Types of object.
const SPAN = 0;
const ENDPOINT = 1;
const ANNOTATION = 2;
const BINARY_ANNOTATION = 3;

// Members.
const TRACE_ID = 1;
const ID = 2;
const PARENT_ID = 3;
const NAME = 4;
const TIMESTAMP = 5;
const DURATION = 6;
const DEBUG = 7;
const ANNOTATIONS = 8;
const BINARY_ANNOTATIONS = 9;
const SERVICE = 10;
const IPV4 = 11;
const IPV6 = 12;
const PORT = 13;
const KEY = 14;
const VALUE = 15;
const HOST = 16;

const TYPES: readonly (readonly MemberName<number>[])[] = [
  memberNames([
    ['traceId', TRACE_ID],
    ['parentId', PARENT_ID],
    ['id', ID],
    ['name', NAME],
    ['timestamp', TIMESTAMP],
    ['duration', DURATION],
    ['debug', DEBUG],
    ['annotations', ANNOTATIONS],
    ['binaryAnnotations', BINARY_ANNOTATIONS],
  ]),
  memberNames([
    ['serviceName', SERVICE],
    ['ipv4', IPV4],
    ['ipv6', IPV6],
    ['port', PORT],
  ]),
  memberNames([
    ['timestamp', TIMESTAMP],
    ['value', VALUE],
    ['endpoint', HOST],
  ]),
  memberNames([
    ['key', KEY],
    ['value', VALUE],
    ['endpoint', HOST],
  ]),
];

const TRUE = 0x74;
const FALSE = 0x66;
/** A whole number of so few surely fits 64 bits. */
const MAX_INT_DIGITS = 19;
const TEXT_SLOTS = 256;

const NOTHING = new Uint8Array(0);

/** Reused from payload to payload. */
export class V1JsonReader {
  readonly #spans: V1SpanWriter;
  #reader = new JsonReader(NOTHING);
  #values = new JsonValues(this.#reader, TYPES);
  readonly #texts = new TextReader(TEXT_SLOTS);
  readonly #key = new TextRange();
  readonly #value = new V1Value();
  readonly #host = new V1Endpoint();
  readonly #id = new Uint8Array(16);

  constructor(spans: V1SpanWriter) {
    this.#spans = spans;
  }

  /** See `decodeZipkinV1Json`. */
  decode(bytes: Uint8Array, names: NameTable, nowUs: number): SpanBatch {
    this.#reader = new JsonReader(bytes);
    this.#values = new JsonValues(this.#reader, TYPES);
    // Every annotation repeats its host, which is written once a batch.
    this.#spans.start(bytes.length, bytes.length >>> 1, nowUs);
    this.#values.document(() => this.#span());
    return this.#spans.finish(names);
  }

  #span(): void {
    const reader = this.#reader;
    const { ids } = this.#spans;
    reader.peek();
    const at = reader.pos;
    this.#spans.begin();
    this.#object(SPAN, (member) => this.#member(member));
    if (!ids.hasTraceId) throw reader.fail('traceId: expected an id other than zero', at);
    if (!ids.hasSpanId) throw reader.fail('id: expected an id other than zero', at);
    this.#spans.end();
  }

  #member(member: number): void {
    const spans = this.#spans;
    const values = this.#values;
    switch (member) {
      case TRACE_ID:
        this.#traceId();
        break;
      case ID:
        if (this.#spanId()) spans.ids.setSpanId(this.#id, 0, 8);
        break;
      case PARENT_ID:
        if (this.#spanId()) spans.ids.setParentId(this.#id, 0, 8);
        break;
      case NAME:
        if (values.text()) spans.name.take(this.#reader);
        break;
      case TIMESTAMP:
        spans.startUs = this.#micros();
        break;
      case DURATION:
        spans.durationUs = this.#micros();
        break;
      case DEBUG:
        spans.isDebug = values.bool();
        break;
      case ANNOTATIONS:
        this.#list(() => this.#annotation());
        break;
      default:
        this.#list(() => this.#binaryAnnotation());
    }
  }

  #annotation(): void {
    let timeUs = 0;
    const text = this.#value.text;
    this.#value.clear();
    this.#host.clear();
    this.#object(ANNOTATION, (member) => {
      if (member === TIMESTAMP) timeUs = this.#micros();
      else if (member === HOST) this.#endpoint();
      else if (this.#values.text()) text.take(this.#reader);
    });
    this.#spans.annotation(timeUs, text, this.#host);
  }

  #binaryAnnotation(): void {
    let hasHost = false;
    this.#key.clear();
    this.#value.clear();
    this.#host.clear();
    this.#object(BINARY_ANNOTATION, (member) => {
      if (member === VALUE) this.#readValue();
      else if (member === HOST) hasHost = this.#endpoint();
      else if (this.#values.text()) this.#key.take(this.#reader);
    });
    this.#spans.binaryAnnotation(this.#key, this.#value, hasHost ? this.#host : null);
  }

  /** Its `type`, which clients get wrong, has no meaning, as in Jaeger. */
  #readValue(): void {
    const reader = this.#reader;
    const value = this.#value;
    const byte = reader.peek();
    if (byte === QUOTE) {
      reader.string();
      value.kind = 'text';
      value.text.take(reader);
    } else if (byte === TRUE || byte === FALSE) value.setBool(reader.bool());
    else if (!reader.takeNull()) this.#readNumber();
  }

  #readNumber(): void {
    const reader = this.#reader;
    const { numbers } = this.#values;
    const at = reader.pos;
    const isWhole = reader.number();
    const digits = reader.pos - at;
    reader.pos = at;
    if (isWhole && digits < MAX_INT_DIGITS) {
      numbers.signed64();
      this.#value.setInt(numbers.lo, numbers.hi);
    } else this.#value.setDouble(numbers.double());
  }

  /** True unless it is null. */
  #endpoint(): boolean {
    const host = this.#host;
    if (this.#reader.peek() !== -1 && this.#reader.takeNull()) return false;
    this.#object(ENDPOINT, (member) => {
      if (member === PORT) host.port = this.#values.port();
      else {
        const text = this.#shortText();
        if (member === SERVICE) host.service = text;
        else if (member === IPV4) host.ipv4 = text;
        else host.ipv6 = text;
      }
    });
    return true;
  }

  #shortText(): string {
    const reader = this.#reader;
    return this.#values.text() ? this.#texts.lossy(reader.text, reader.textStart, reader.textEnd) : '';
  }

  #micros(): number {
    if (!this.#values.signed64()) return 0;
    return positiveMicros(this.#values.numbers.lo, this.#values.numbers.hi);
  }

  #traceId(): void {
    const digits = this.#hexId('16 or 32', 32);
    if (digits > 0) this.#spans.ids.setTraceId(this.#id, 0, 16);
  }

  #spanId(): boolean {
    return this.#hexId('16', 16) > 0;
  }

  /** Leaves the id in `#id`; answers how many digits it had, 0 for none. */
  #hexId(wanted: string, maxDigits: number): number {
    const reader = this.#reader;
    reader.peek();
    const at = reader.pos;
    if (!this.#values.text()) return 0;
    const { text, textStart, textEnd } = reader;
    const digits = textEnd - textStart;
    if (digits === 0) return 0;
    const isLong = digits === 16 || digits === maxDigits;
    if (!isLong || !hexBytes(text, textStart, textEnd, this.#id, maxDigits >>> 1)) {
      throw reader.fail(`expected ${wanted} hex digits, found ${digits} characters`, at);
    }
    return digits;
  }

  #list(item: () => void): void {
    if (!this.#values.openList()) return;
    do item();
    while (this.#reader.more(CLOSE_LIST));
  }

  /** Unknown members are passed over. */
  #object(type: number, known: (member: number) => void): void {
    const values = this.#values;
    if (!values.openObject()) return;
    let slot = 0;
    do {
      const member = values.member(type, slot);
      slot = values.slotAfter;
      if (member === null) this.#reader.skip();
      else known(member);
    } while (this.#reader.more(CLOSE_OBJECT));
  }
}

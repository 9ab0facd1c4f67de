// Walks a list of zipkincore.Span in thrift's binary protocol once. No field is required; a field of another type
// than its own is passed over.
import type { NameTable, SpanBatch } from '@spoor/core';
import { malformed } from '../protobuf/malformed.ts';
import { TextReader } from '../protobuf/text-reader.ts';
import { BinaryReader } from '../thrift/binary-reader.ts';
import { BOOL, fieldOf, I16, I32, I64, LIST, STRING, STRUCT } from '../thrift/thrift-types.ts';
import { IpCache } from './ip-cache.ts';
import { inSpan } from './span-error.ts';
import { TextRange } from './text-range.ts';
import { positiveMicros } from './times.ts';
import { V1Endpoint } from './v1-endpoint.ts';
import type { V1SpanWriter } from './v1-span-writer.ts';
import { readThriftValue } from './v1-thrift-values.ts';
import { V1Value } from './v1-value.ts';

const TRACE_ID = fieldOf(1, I64);
const NAME = fieldOf(3, STRING);
const ID = fieldOf(4, I64);
const PARENT_ID = fieldOf(5, I64);
const ANNOTATIONS = fieldOf(6, LIST);
const BINARY_ANNOTATIONS = fieldOf(8, LIST);
const DEBUG = fieldOf(9, BOOL);
const TIMESTAMP = fieldOf(10, I64);
const DURATION = fieldOf(11, I64);
const TRACE_ID_HIGH = fieldOf(12, I64);
const ANNOTATION_TIME = fieldOf(1, I64);
const ANNOTATION_VALUE = fieldOf(2, STRING);
const ANNOTATION_HOST = fieldOf(3, STRUCT);
const KEY = fieldOf(1, STRING);
const VALUE = fieldOf(2, STRING);
const VALUE_TYPE = fieldOf(3, I32);
const VALUE_HOST = fieldOf(4, STRUCT);
const IPV4 = fieldOf(1, I32);
const PORT = fieldOf(2, I16);
const SERVICE = fieldOf(3, STRING);
const IPV6 = fieldOf(4, STRING);

const TEXT_SLOTS = 256;

const NOTHING = new Uint8Array(0);

/** Reused from payload to payload. */
export class V1ThriftReader {
  #bytes: Uint8Array = NOTHING;
  readonly #reader: BinaryReader = new BinaryReader(NOTHING);
  readonly #spans: V1SpanWriter;
  readonly #texts = new TextReader(TEXT_SLOTS);
  readonly #ips = new IpCache();
  readonly #text = new TextRange();
  readonly #key = new TextRange();
  readonly #value = new V1Value();
  readonly #host = new V1Endpoint();
  /** The trace id in two halves, big-endian. */
  readonly #traceId: DataView = new DataView(new ArrayBuffer(16));
  #spansRead = 0;

  constructor(spans: V1SpanWriter) {
    this.#spans = spans;
  }

  /** See `decodeZipkinV1Thrift`. */
  decode(bytes: Uint8Array, names: NameTable, nowUs: number): SpanBatch {
    const reader = this.#reader;
    this.#bytes = bytes;
    this.#spansRead = 0;
    reader.reset(bytes, 0, bytes.length);
    this.#spans.start(bytes.length, bytes.length >>> 1, nowUs);
    try {
      this.#structs(reader.listSize(), () => this.#span());
    } catch (error) {
      throw inSpan(this.#spansRead, error);
    }
    return this.#spans.finish(names);
  }

  #span(): void {
    const spans = this.#spans;
    spans.begin();
    this.#traceId.setBigUint64(0, 0n);
    this.#traceId.setBigUint64(8, 0n);
    this.#fields((field) => this.#spanField(field));
    spans.ids.setTraceId(new Uint8Array(this.#traceId.buffer), 0, 16);
    spans.end();
    this.#spansRead++;
  }

  #spanField(field: number): void {
    const reader = this.#reader;
    const spans = this.#spans;
    const at = reader.pos;
    switch (field) {
      case TRACE_ID:
        this.#half(8);
        break;
      case TRACE_ID_HIGH:
        this.#half(0);
        break;
      case ID:
        reader.int64();
        spans.ids.setSpanId(this.#bytes, at, at + 8);
        break;
      case PARENT_ID:
        reader.int64();
        spans.ids.setParentId(this.#bytes, at, at + 8);
        break;
      case NAME:
        this.#take(spans.name);
        break;
      case TIMESTAMP:
        spans.startUs = this.#micros();
        break;
      case DURATION:
        spans.durationUs = this.#micros();
        break;
      case DEBUG:
        spans.isDebug = reader.bool();
        break;
      case ANNOTATIONS:
        this.#structs(reader.listSize(), () => this.#annotation());
        break;
      case BINARY_ANNOTATIONS:
        this.#structs(reader.listSize(), () => this.#binaryAnnotation());
        break;
      default:
        reader.skip(field);
    }
  }

  #annotation(): void {
    let timeUs = 0;
    this.#text.clear();
    this.#host.clear();
    this.#fields((field) => {
      if (field === ANNOTATION_TIME) timeUs = this.#micros();
      else if (field === ANNOTATION_VALUE) this.#take(this.#text);
      else if (field === ANNOTATION_HOST) this.#endpoint();
      else this.#reader.skip(field);
    });
    this.#spans.annotation(timeUs, this.#text, this.#host);
  }

  #binaryAnnotation(): void {
    let type = 0;
    let hasHost = false;
    this.#key.clear();
    this.#text.clear();
    this.#host.clear();
    this.#fields((field) => {
      if (field === KEY) this.#take(this.#key);
      else if (field === VALUE) this.#take(this.#text);
      else if (field === VALUE_TYPE) type = this.#reader.int32();
      else if (field === VALUE_HOST) {
        hasHost = true;
        this.#endpoint();
      } else this.#reader.skip(field);
    });
    readThriftValue(this.#value, type, this.#text);
    this.#spans.binaryAnnotation(this.#key, this.#value, hasHost ? this.#host : null);
  }

  #endpoint(): void {
    const reader = this.#reader;
    const host = this.#host;
    this.#fields((field) => {
      if (field === IPV4) {
        const word = reader.int32();
        host.ipv4 = word === 0 ? '' : this.#ips.ipv4(word);
      } else if (field === PORT) host.port = reader.int16() & 0xffff;
      else if (field === SERVICE) {
        const end = reader.stringEnd();
        host.service = this.#texts.lossy(this.#bytes, reader.pos, end);
        reader.pos = end;
      } else if (field === IPV6) host.ipv6 = this.#ipv6(reader.stringEnd());
      else reader.skip(field);
    });
  }

  /** Any other length than 16 is no address. */
  #ipv6(end: number): string {
    const at = this.#reader.pos;
    this.#reader.pos = end;
    return end - at === 16 ? (this.#ips.ofBytes(this.#bytes, at, end) ?? '') : '';
  }

  #micros(): number {
    this.#reader.int64();
    return positiveMicros(this.#reader.lo, this.#reader.hi);
  }

  #half(at: number): void {
    this.#reader.int64();
    this.#traceId.setUint32(at, this.#reader.hi);
    this.#traceId.setUint32(at + 4, this.#reader.lo);
  }

  #take(into: TextRange): void {
    const end = this.#reader.stringEnd();
    into.set(this.#bytes, this.#reader.pos, end);
    this.#reader.pos = end;
  }

  #structs(count: number, read: () => void): void {
    const reader = this.#reader;
    if (count > 0 && reader.elementType !== STRUCT) {
      throw malformed(`expected a list of structs, found type ${reader.elementType}`, reader.pos);
    }
    for (let left = count; left > 0; left--) read();
  }

  #fields(read: (field: number) => void): void {
    const reader = this.#reader;
    for (let field = reader.field(); field !== 0; field = reader.field()) read(field);
  }
}

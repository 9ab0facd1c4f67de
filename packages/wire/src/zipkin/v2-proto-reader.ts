// Walks a ListOfSpans once. Unlike Jaeger 1.76 it takes trace ids of 8 bytes, which real clients send. Fields of
// another type than theirs are passed over, as unknown ones are.
import type { NameTable, SpanBatch } from '@spoor/core';
import { malformed } from '../protobuf/malformed.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { IpCache } from './ip-cache.ts';
import { inSpan } from './span-error.ts';
import { TextRange } from './text-range.ts';
import { microsOfHalves } from './times.ts';
import { kindOfNumber } from './v2-kinds.ts';
import type { V2SpanWriter } from './v2-span-writer.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
/** Tags: field * 8 + wire type. */
const SPANS = 1 * 8 + LENGTH;
const TRACE_ID = 1 * 8 + LENGTH;
const PARENT_ID = 2 * 8 + LENGTH;
const ID = 3 * 8 + LENGTH;
const KIND = 4 * 8 + VARINT;
const NAME = 5 * 8 + LENGTH;
const TIMESTAMP = 6 * 8 + FIXED64;
const DURATION = 7 * 8 + VARINT;
const LOCAL = 8 * 8 + LENGTH;
const REMOTE = 9 * 8 + LENGTH;
const ANNOTATION = 10 * 8 + LENGTH;
const TAG = 11 * 8 + LENGTH;
const DEBUG = 12 * 8 + VARINT;
const SERVICE = 1 * 8 + LENGTH;
const IPV4 = 2 * 8 + LENGTH;
const IPV6 = 3 * 8 + LENGTH;
const PORT = 4 * 8 + VARINT;
const ANNOTATION_TIME = 1 * 8 + FIXED64;
const ANNOTATION_VALUE = 2 * 8 + LENGTH;
const KEY = 1 * 8 + LENGTH;
const VALUE = 2 * 8 + LENGTH;

const NOTHING = new Uint8Array(0);

/** Reused from payload to payload. */
export class V2ProtoReader {
  #bytes: Uint8Array = NOTHING;
  readonly #reader: ProtoReader = new ProtoReader(NOTHING);
  readonly #spans: V2SpanWriter;
  readonly #ips = new IpCache();
  readonly #key = new TextRange();
  readonly #value = new TextRange();
  // Of the span being read; an id of zeros is one.
  #hasTraceId = false;
  #hasId = false;

  constructor(spans: V2SpanWriter) {
    this.#spans = spans;
  }

  /** See `decodeZipkinV2Proto`. */
  decode(bytes: Uint8Array, names: NameTable): SpanBatch {
    this.#bytes = bytes;
    this.#reader.reset(bytes, 0, bytes.length);
    // Tags take two bytes more than here, endpoints many.
    this.#spans.start(bytes.length, bytes.length + (bytes.length >>> 2), false);
    this.#list();
    return this.#spans.finish(names);
  }

  #list(): void {
    const reader = this.#reader;
    while (reader.pos < this.#bytes.length) {
      const tag = reader.tag();
      if (tag === SPANS) this.#span(reader.lengthEnd());
      else reader.skip(tag);
    }
  }

  #span(end: number): void {
    const reader = this.#reader;
    const at = reader.pos;
    const outer = reader.end;
    reader.end = end;
    this.#spans.begin();
    this.#hasTraceId = this.#hasId = false;
    try {
      while (reader.pos < end) this.#field(reader.tag());
      if (!this.#hasTraceId) throw malformed('valid trace id required', at);
      if (!this.#hasId) throw malformed('valid span id required', at);
    } catch (error) {
      throw inSpan(this.#spans.length, error);
    }
    this.#spans.end();
    reader.end = outer;
  }

  #field(tag: number): void {
    const reader = this.#reader;
    const spans = this.#spans;
    switch (tag) {
      case KIND:
        spans.kind = kindOfNumber(reader.uint32());
        break;
      case TIMESTAMP:
        reader.fixed64();
        spans.startUs = microsOfHalves(reader.lo, reader.hi);
        break;
      case DURATION:
        reader.varint();
        spans.durationUs = microsOfHalves(reader.lo, reader.hi);
        break;
      case DEBUG:
        spans.isDebug = reader.varint() !== 0;
        break;
      default:
        if ((tag & 7) === LENGTH) this.#part(tag, reader.lengthEnd());
        else reader.skip(tag);
    }
  }

  /** [reader.pos, end) is the field's content. */
  #part(tag: number, end: number): void {
    const reader = this.#reader;
    const spans = this.#spans;
    const at = reader.pos;
    const outer = reader.end;
    reader.end = end;
    if (tag === TRACE_ID) {
      if (end - at !== 8) checkLength('trace_id', 16, at, end);
      spans.ids.setTraceId(this.#bytes, at, end);
      this.#hasTraceId = true;
    } else if (tag === ID) {
      checkLength('id', 8, at, end);
      spans.ids.setSpanId(this.#bytes, at, end);
      this.#hasId = true;
    } else if (tag === PARENT_ID) {
      if (end > at) checkLength('parent_id', 8, at, end);
      spans.ids.setParentId(this.#bytes, at, end);
    } else if (tag === NAME) spans.name(this.#bytes, at, end);
    else if (tag === LOCAL || tag === REMOTE) this.#endpoint(tag === LOCAL, end);
    else if (tag === ANNOTATION) this.#annotation(end);
    else if (tag === TAG) this.#tag(end);
    reader.pos = end;
    reader.end = outer;
  }

  #endpoint(isLocal: boolean, end: number): void {
    const reader = this.#reader;
    const service = this.#value;
    let ipv4 = '';
    let ipv6 = '';
    let port = 0;
    service.clear();
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === SERVICE) this.#take(service);
      else if (tag === IPV4) ipv4 = this.#ip('ipv4', reader.lengthEnd());
      else if (tag === IPV6) ipv6 = this.#ip('ipv6', reader.lengthEnd());
      else if (tag === PORT) port = reader.uint32() & 0xffff;
      else reader.skip(tag);
    }
    const ip = ipv6 === '' ? ipv4 : ipv6;
    if (isLocal) {
      this.#spans.localService(service.bytes, service.start, service.end);
      this.#spans.localAddress(ip, port);
    } else this.#spans.remote(service, ip, port);
  }

  #ip(field: string, end: number): string {
    const at = this.#reader.pos;
    const ip = this.#ips.ofBytes(this.#bytes, at, end);
    if (ip === null) throw malformed(`${field}: expected 4 or 16 bytes, found ${end - at}`, at);
    this.#reader.pos = end;
    return ip;
  }

  #annotation(end: number): void {
    const reader = this.#reader;
    let timeUs = 0;
    this.#value.clear();
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === ANNOTATION_TIME) {
        reader.fixed64();
        timeUs = microsOfHalves(reader.lo, reader.hi);
      } else if (tag === ANNOTATION_VALUE) this.#take(this.#value);
      else reader.skip(tag);
    }
    this.#spans.annotation(timeUs, this.#value);
  }

  #tag(end: number): void {
    const reader = this.#reader;
    this.#key.clear();
    this.#value.clear();
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === KEY) this.#take(this.#key);
      else if (tag === VALUE) this.#take(this.#value);
      else reader.skip(tag);
    }
    const value = this.#value;
    this.#spans.tag(this.#key, value.bytes, value.start, value.end);
  }

  #take(into: TextRange): void {
    const end = this.#reader.lengthEnd();
    into.set(this.#bytes, this.#reader.pos, end);
    this.#reader.pos = end;
  }
}

function checkLength(field: string, wanted: number, at: number, end: number): void {
  if (end - at !== wanted) throw malformed(`${field}: expected ${wanted} bytes, found ${end - at}`, at);
}

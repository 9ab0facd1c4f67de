// Walks a list of Zipkin v2 spans in JSON once. What Jaeger 1.76 refuses is refused: no span id, ids that are not
// hex, numbers as strings, an annotation without a time.
import type { NameTable, SpanBatch } from '@spoor/core';
import { CLOSE_LIST, CLOSE_OBJECT, JsonReader } from '../json/json-reader.ts';
import { type MemberName, memberNames } from '../json/member-finder.ts';
import { hexBytes } from './hex-bytes.ts';
import { IpCache } from './ip-cache.ts';
import { JsonValues } from './json-values.ts';
import { TextRange } from './text-range.ts';
import { microsOfHalves } from './times.ts';
import { kindOfText } from './v2-kinds.ts';
import type { V2SpanWriter } from './v2-span-writer.ts';

// Types of object.
const SPAN = 0;
const ENDPOINT = 1;
const ANNOTATION = 2;

// Members.
const TRACE_ID = 1;
const ID = 2;
const PARENT_ID = 3;
const NAME = 4;
const KIND = 5;
const TIMESTAMP = 6;
const DURATION = 7;
const DEBUG = 8;
const LOCAL = 9;
const REMOTE = 10;
const ANNOTATIONS = 11;
const TAGS = 12;
const SERVICE = 13;
const IPV4 = 14;
const IPV6 = 15;
const PORT = 16;
const VALUE = 17;

/** What clients write comes first. */
const TYPES: readonly (readonly MemberName<number>[])[] = [
  memberNames([
    ['traceId', TRACE_ID],
    ['parentId', PARENT_ID],
    ['id', ID],
    ['kind', KIND],
    ['name', NAME],
    ['timestamp', TIMESTAMP],
    ['duration', DURATION],
    ['localEndpoint', LOCAL],
    ['remoteEndpoint', REMOTE],
    ['annotations', ANNOTATIONS],
    ['tags', TAGS],
    ['debug', DEBUG],
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
  ]),
];

const NOTHING = new Uint8Array(0);

/** Reused from payload to payload. */
export class V2JsonReader {
  readonly #spans: V2SpanWriter;
  #reader = new JsonReader(NOTHING);
  #values = new JsonValues(this.#reader, TYPES);
  readonly #ips = new IpCache();
  readonly #key = new TextRange();
  readonly #value = new TextRange();
  readonly #peer = new TextRange();
  readonly #id = new Uint8Array(16);

  constructor(spans: V2SpanWriter) {
    this.#spans = spans;
  }

  /** See `decodeZipkinV2Json`. */
  decode(bytes: Uint8Array, names: NameTable): SpanBatch {
    this.#reader = new JsonReader(bytes);
    this.#values = new JsonValues(this.#reader, TYPES);
    // Names of members take much of the text; OTLP has none.
    this.#spans.start(bytes.length, bytes.length - (bytes.length >>> 2), true);
    this.#values.document(() => this.#span());
    return this.#spans.finish(names);
  }

  #span(): void {
    const reader = this.#reader;
    const values = this.#values;
    if (reader.peek() !== -1 && reader.takeNull()) return;
    const at = reader.pos;
    this.#spans.begin();
    if (values.openObject()) {
      let slot = 0;
      do {
        const member = values.member(SPAN, slot);
        slot = values.slotAfter;
        if (member === null) reader.skip();
        else this.#member(member);
      } while (reader.more(CLOSE_OBJECT));
    }
    if (!this.#spans.ids.hasSpanId) throw reader.fail('valid span id required', at);
    this.#spans.end();
  }

  #member(member: number): void {
    const spans = this.#spans;
    const values = this.#values;
    const reader = this.#reader;
    switch (member) {
      case TRACE_ID:
        if (this.#hexId(16)) spans.ids.setTraceId(this.#id, 0, 16);
        break;
      case ID:
        if (this.#hexId(8)) spans.ids.setSpanId(this.#id, 0, 8);
        break;
      case PARENT_ID:
        if (this.#hexId(8)) spans.ids.setParentId(this.#id, 0, 8);
        break;
      case NAME:
        if (values.text()) spans.name(reader.text, reader.textStart, reader.textEnd);
        break;
      case KIND:
        this.#kind();
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
      default:
        this.#part(member);
    }
  }

  #part(member: number): void {
    const values = this.#values;
    if (member === TAGS) {
      if (values.openObject()) this.#tags();
    } else if (member === ANNOTATIONS) {
      if (values.openList()) this.#annotations();
    } else if (values.openObject()) this.#endpoint(member === LOCAL);
  }

  #tags(): void {
    const reader = this.#reader;
    const key = this.#key;
    do {
      reader.string();
      key.take(reader);
      reader.colon();
      if (this.#values.text()) this.#spans.tag(key, reader.text, reader.textStart, reader.textEnd);
      else this.#spans.tag(key, reader.bytes, 0, 0);
    } while (reader.more(CLOSE_OBJECT));
  }

  #annotations(): void {
    const reader = this.#reader;
    do {
      reader.peek();
      const at = reader.pos;
      const timeUs = this.#annotation();
      if (timeUs === 0) throw reader.fail('valid annotation timestamp required', at);
      this.#spans.annotation(timeUs, this.#value);
    } while (reader.more(CLOSE_LIST));
  }

  /** Its time; the value is left in `#value`. */
  #annotation(): number {
    const reader = this.#reader;
    const values = this.#values;
    let timeUs = 0;
    this.#value.clear();
    if (!values.openObject()) return 0;
    let slot = 0;
    do {
      const member = values.member(ANNOTATION, slot);
      slot = values.slotAfter;
      if (member === TIMESTAMP) timeUs = this.#micros();
      else if (member === null) reader.skip();
      else if (values.text()) this.#value.take(reader);
    } while (reader.more(CLOSE_OBJECT));
    return timeUs;
  }

  #endpoint(isLocal: boolean): void {
    const reader = this.#reader;
    const values = this.#values;
    const service = this.#peer;
    let ipv4 = '';
    let ipv6 = '';
    let port = 0;
    let slot = 0;
    if (!isLocal) service.clear();
    do {
      const member = values.member(ENDPOINT, slot);
      slot = values.slotAfter;
      if (member === SERVICE) this.#service(isLocal);
      else if (member === IPV4) ipv4 = this.#ip();
      else if (member === IPV6) ipv6 = this.#ip();
      else if (member === PORT) port = values.port();
      else reader.skip();
    } while (reader.more(CLOSE_OBJECT));
    const ip = ipv6 === '' ? ipv4 : ipv6;
    if (isLocal) this.#spans.localAddress(ip, port);
    else this.#spans.remote(service, ip, port);
  }

  #service(isLocal: boolean): void {
    const reader = this.#reader;
    if (!this.#values.text()) return;
    if (isLocal) this.#spans.localService(reader.text, reader.textStart, reader.textEnd);
    else this.#peer.take(reader);
  }

  /** Canonical; '' for none. */
  #ip(): string {
    const reader = this.#reader;
    reader.peek();
    const at = reader.pos;
    if (!this.#values.text()) return '';
    const ip = this.#ips.canonical(reader.text, reader.textStart, reader.textEnd);
    if (ip === null) throw reader.fail('expected an IP address', at);
    return ip;
  }

  #kind(): void {
    const reader = this.#reader;
    if (!this.#values.text()) return;
    this.#value.set(reader.text, reader.textStart, reader.textEnd);
    this.#spans.kind = kindOfText(this.#value);
  }

  #micros(): number {
    if (!this.#values.unsigned64()) return 0;
    return microsOfHalves(this.#values.numbers.lo, this.#values.numbers.hi);
  }

  /** Leaves the id in `#id`; false when there is none. */
  #hexId(length: number): boolean {
    const reader = this.#reader;
    reader.peek();
    const at = reader.pos;
    if (!this.#values.text() || reader.textEnd === reader.textStart) return false;
    const digits = reader.textEnd - reader.textStart;
    if (digits <= 2 * length && hexBytes(reader.text, reader.textStart, reader.textEnd, this.#id, length)) return true;
    const found = Buffer.from(reader.text.subarray(reader.textStart, Math.min(reader.textEnd, reader.textStart + 40)));
    throw reader.fail(`expected up to ${2 * length} hex digits, found "${found.toString('latin1')}"`, at);
  }
}

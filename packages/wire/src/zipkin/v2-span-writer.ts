// Zipkin v2 spans to OTLP, as the OpenTelemetry Zipkin translator of Jaeger 1.76 does: tags that say what OTLP
// has a field for become that field, tags about the process move to the resource, endpoints become attributes.
// Whoever reads a payload calls `begin`, the parts in any order, then `end`.
import type { NameTable, SpanBatch } from '@spoor/core';
import { closeAttribute, openAttribute } from '../protobuf/attribute-writer.ts';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { EventValues } from './event-values.ts';
import { GroupedSpans } from './grouped-spans.ts';
import { LateTags } from './late-tags.ts';
import { SpanIds } from './span-ids.ts';
import {
  ERROR,
  HOST_IP,
  HOST_PORT,
  LATE,
  LIBRARY_NAME,
  LIBRARY_VERSION,
  LINK,
  NAME_BYTES,
  PEER_IP,
  PEER_PORT,
  PEER_SERVICE,
  PLAIN,
  RESOURCE,
  SPAN_KIND,
  START_ABSENT,
  STATUS_CODE,
  STATUS_DESCRIPTION,
  TRACE_STATE,
  tagCode,
} from './tag-names.ts';
import { TextRange } from './text-range.ts';
import { writeMicros } from './times.ts';

// OTLP's numbers.
const KIND_INTERNAL = 1;
const STATUS_OK = 1;
const STATUS_ERROR = 2;

const NAME = 5;
const ATTRIBUTE = 9;
const EVENT = 11;
const STATUS = 15;
const SERVICE_NAME = new TextEncoder().encode('service.name');
/** Tags that an endpoint, or the lack of a start, may replace. */
const REPLACED = [HOST_IP, HOST_PORT, PEER_SERVICE, PEER_IP, PEER_PORT, START_ABSENT];

/** Reused from payload to payload. */
export class V2SpanWriter {
  /** Set by the reader between `begin` and `end`, which clears them. */
  readonly ids: SpanIds = new SpanIds();
  /** OTLP's SpanKind. */
  kind = 0;
  /** Microseconds; 0 = not known. */
  startUs = 0;
  durationUs = 0;
  isDebug = false;
  readonly #spans = new GroupedSpans();
  readonly #body: ProtoWriter = this.#spans.span;
  /** Attributes of the resource, until the span is over. */
  readonly #held: ProtoWriter = this.#spans.held;
  readonly #late = new LateTags();
  readonly #values = new EventValues();
  #marksAbsentStart = false;
  readonly #text = new TextRange();
  readonly #peerService = new TextRange();
  #hostIp = '';
  #hostPort = 0;
  #peerIp = '';
  #peerPort = 0;
  #isError = false;

  /**
   * Forgets the payload before. `expectedBytes`: what the spans of this one will likely take; `marksAbsentStart`: those
   * without a start get an attribute that says so.
   */
  start(payloadBytes: number, expectedBytes: number, marksAbsentStart: boolean): void {
    this.#spans.start(payloadBytes, expectedBytes);
    this.#values.start();
    this.#marksAbsentStart = marksAbsentStart;
  }

  /** Spans of the payload that are over. */
  get length(): number {
    return this.#spans.length;
  }

  begin(): void {
    this.#spans.begin();
    this.#late.clear();
    this.ids.clear();
    this.kind = this.startUs = this.durationUs = 0;
    this.isDebug = this.#isError = false;
    this.#hostIp = this.#peerIp = '';
    this.#hostPort = this.#peerPort = 0;
    this.#peerService.clear();
  }

  name(source: Uint8Array, start: number, end: number): void {
    if (end > start) this.#body.range(NAME, source, start, end);
  }

  /** One without name and value says nothing. */
  tag(key: TextRange, source: Uint8Array, start: number, end: number): void {
    if (key.length === 0 && start === end) return;
    const code = tagCode(key.bytes, key.start, key.end);
    if (code === PLAIN) this.#attribute(key, source, start, end);
    else if (code === RESOURCE) {
      this.#held.textAttribute(ATTRIBUTE, key.bytes, key.start, key.end, source, start, end);
    } else this.#special(code, key, source, start, end);
  }

  localService(source: Uint8Array, start: number, end: number): void {
    const { resource } = this.#spans;
    resource.reset();
    if (end > start) resource.textAttribute(1, SERVICE_NAME, 0, SERVICE_NAME.length, source, start, end);
  }

  /** '' and 0 = not known. */
  localAddress(ip: string, port: number): void {
    this.#hostIp = ip;
    this.#hostPort = port;
  }

  /** The text is looked at when the span is over. */
  remote(service: TextRange, ip: string, port: number): void {
    this.#peerService.set(service.bytes, service.start, service.end);
    this.#peerIp = ip;
    this.#peerPort = port;
  }

  annotation(timeUs: number, value: TextRange): void {
    const event = this.#body.open(EVENT);
    writeMicros(this.#body, 1, timeUs);
    this.#values.writeEvent(this.#body, value);
    this.#body.close(event);
  }

  end(): void {
    const body = this.#body;
    const { bytes } = this.ids;
    body.range(1, bytes, 0, 16);
    body.range(2, bytes, 16, 24);
    if (this.ids.hasParentId && !this.ids.isOwnParent) body.range(4, bytes, 24, 32);
    this.#writeAddresses();
    this.#writeTimes();
    if (this.#late.isEmpty) this.#writeStatus(this.#isError ? STATUS_ERROR : 0);
    else this.#writeLate();
    if (this.kind !== 0) body.uint(6, this.kind);
    this.#spans.end(this.isDebug);
  }

  finish(names: NameTable): SpanBatch {
    return this.#spans.finish(names);
  }

  #special(code: number, key: TextRange, source: Uint8Array, start: number, end: number): void {
    const text = this.#text;
    text.set(source, start, end);
    if (code >= LATE) this.#late.add(code, text);
    else if (code === TRACE_STATE) this.#body.range(3, source, start, end);
    else if (code === ERROR) {
      this.#isError = true;
      if (!text.is('true')) this.#attribute(key, source, start, end);
    } else if (code === LINK && !this.#values.writeLink(this.#body, text)) this.#attribute(key, source, start, end);
  }

  #attribute(key: TextRange, source: Uint8Array, start: number, end: number): void {
    this.#body.textAttribute(ATTRIBUTE, key.bytes, key.start, key.end, source, start, end);
  }

  #writeTimes(): void {
    const body = this.#body;
    writeMicros(body, 7, this.startUs);
    writeMicros(body, 8, this.startUs + this.durationUs);
    if (!this.#isStartAbsent()) return;
    const attribute = openNamed(body, START_ABSENT);
    const value = body.length;
    body.bool(2, true);
    closeAttribute(body, attribute, value);
  }

  #isStartAbsent(): boolean {
    return this.startUs === 0 && this.#marksAbsentStart;
  }

  #writeAddresses(): void {
    const service = this.#peerService;
    this.#writeAddress(HOST_IP, this.#hostIp, HOST_PORT, this.#hostPort);
    if (service.length > 0) this.#writeNamed(PEER_SERVICE, service);
    this.#writeAddress(PEER_IP, this.#peerIp, PEER_PORT, this.#peerPort);
  }

  #writeAddress(ipCode: number, ip: string, portCode: number, port: number): void {
    const body = this.#body;
    if (ip !== '') {
      const attribute = openNamed(body, ipCode);
      const value = body.length;
      body.text(1, ip);
      closeAttribute(body, attribute, value);
    }
    if (port > 0) {
      const attribute = openNamed(body, portCode);
      const value = body.length;
      body.uint(3, port);
      closeAttribute(body, attribute, value);
    }
  }

  /** Whether what the span says elsewhere replaces a tag of this name. */
  #isReplaced(code: number): boolean {
    if (code === HOST_IP) return this.#hostIp !== '';
    if (code === HOST_PORT) return this.#hostPort > 0;
    if (code === PEER_SERVICE) return this.#peerService.length > 0;
    if (code === PEER_IP) return this.#peerIp !== '';
    if (code === PEER_PORT) return this.#peerPort > 0;
    return this.#isStartAbsent();
  }

  #writeStatus(code: number, message: TextRange | null = null): void {
    if (code === 0 && message === null) return;
    const status = this.#body.open(STATUS);
    if (message !== null) this.#body.range(2, message.bytes, message.start, message.end);
    if (code !== 0) this.#body.uint(3, code);
    this.#body.close(status);
  }

  #writeLate(): void {
    const late = this.#late;
    this.#writeLibrary(LIBRARY_NAME, 1);
    this.#writeLibrary(LIBRARY_VERSION, 2);
    for (const code of REPLACED) {
      if (late.has(code) && !this.#isReplaced(code)) this.#writeBack(code);
    }
    if (late.has(SPAN_KIND)) {
      if (this.kind !== 0) this.#writeBack(SPAN_KIND);
      else if (this.#is(SPAN_KIND, 'internal')) this.kind = KIND_INTERNAL;
    }
    this.#writeLateStatus();
  }

  /** Only OTLP's own names of the codes have an effect; the others are dropped all the same, as in Jaeger. */
  #writeLateStatus(): void {
    let code = this.#isError ? STATUS_ERROR : 0;
    if (!this.#late.has(STATUS_CODE)) {
      if (this.#late.has(STATUS_DESCRIPTION)) this.#writeBack(STATUS_DESCRIPTION);
      this.#writeStatus(code);
      return;
    }
    if (code === 0 && this.#is(STATUS_CODE, 'STATUS_CODE_OK')) code = STATUS_OK;
    if (this.#is(STATUS_CODE, 'STATUS_CODE_ERROR')) code = STATUS_ERROR;
    const hasMessage = this.#late.has(STATUS_DESCRIPTION);
    if (hasMessage) this.#late.read(STATUS_DESCRIPTION, this.#text);
    this.#writeStatus(code, hasMessage ? this.#text : null);
  }

  #writeLibrary(code: number, field: number): void {
    if (!this.#late.has(code)) return;
    const text = this.#text;
    this.#late.read(code, text);
    if (text.length > 0) this.#spans.scope.range(field, text.bytes, text.start, text.end);
  }

  #is(code: number, value: string): boolean {
    this.#late.read(code, this.#text);
    return this.#text.is(value);
  }

  /** A tag after all. */
  #writeBack(code: number): void {
    this.#late.read(code, this.#text);
    this.#writeNamed(code, this.#text);
  }

  #writeNamed(code: number, value: TextRange): void {
    const key = NAME_BYTES[code]!;
    this.#body.textAttribute(ATTRIBUTE, key, 0, key.length, value.bytes, value.start, value.end);
  }
}

function openNamed(body: ProtoWriter, code: number): number {
  const key = NAME_BYTES[code]!;
  return openAttribute(body, ATTRIBUTE, key, 0, key.length);
}

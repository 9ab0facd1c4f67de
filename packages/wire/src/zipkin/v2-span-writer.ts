// Zipkin v2 spans to OTLP, as the OpenTelemetry Zipkin translator of Jaeger 1.76 does: tags that say what OTLP
// has a field for become that field, tags about the process move to the resource, endpoints become attributes.
// Whoever reads a payload calls `begin`, the parts in any order, then `end`.
import type { NameTable, SpanBatch } from '@spoor/core';
import { closeAttribute, openAttribute, writeTextAttribute } from '../protobuf/attribute-writer.ts';
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
/** Tags that what an endpoint says replaces. */
const REPLACED = [HOST_IP, HOST_PORT, PEER_SERVICE, PEER_IP, PEER_PORT, START_ABSENT];

/** Bound to one payload. */
export class V2SpanWriter {
  /** Set by the reader between `begin` and `end`, which clears them. */
  readonly ids: SpanIds = new SpanIds();
  /** OTLP's SpanKind. */
  kind = 0;
  /** Microseconds; 0 = not known. */
  startUs = 0;
  durationUs = 0;
  isDebug = false;
  readonly #spans: GroupedSpans;
  readonly #body: ProtoWriter;
  /** Attributes of the resource, until the span is over. */
  readonly #held: ProtoWriter;
  readonly #late = new LateTags();
  readonly #values = new EventValues();
  readonly #marksAbsentStart: boolean;
  readonly #text = new TextRange();
  #isError = false;
  /** Bit = code of a tag that an endpoint has given. */
  #given = 0;

  /** `marksAbsentStart`: spans without a start get an attribute that says so. */
  constructor(payloadBytes: number, expectedBytes: number, marksAbsentStart: boolean) {
    this.#spans = new GroupedSpans(payloadBytes, expectedBytes);
    this.#body = this.#spans.span;
    this.#held = this.#spans.held;
    this.#marksAbsentStart = marksAbsentStart;
  }

  /** Spans that are over. */
  get length(): number {
    return this.#spans.length;
  }

  begin(): void {
    this.#spans.begin();
    this.#late.clear();
    this.ids.clear();
    this.kind = this.startUs = this.durationUs = this.#given = 0;
    this.isDebug = this.#isError = false;
  }

  name(source: Uint8Array, start: number, end: number): void {
    if (end > start) this.#body.range(NAME, source, start, end);
  }

  tag(key: TextRange, source: Uint8Array, start: number, end: number): void {
    const code = tagCode(key.bytes, key.start, key.end);
    if (code === PLAIN) this.#attribute(key, source, start, end);
    else if (code === RESOURCE) {
      writeTextAttribute(this.#held, ATTRIBUTE, key.bytes, key.start, key.end, source, start, end);
    } else this.#special(code, key, source, start, end);
  }

  localService(source: Uint8Array, start: number, end: number): void {
    const { resource } = this.#spans;
    resource.reset();
    if (end > start) writeTextAttribute(resource, 1, SERVICE_NAME, 0, SERVICE_NAME.length, source, start, end);
  }

  peerService(source: Uint8Array, start: number, end: number): void {
    const key = NAME_BYTES[PEER_SERVICE]!;
    if (end === start) return;
    this.#given |= 1 << PEER_SERVICE;
    writeTextAttribute(this.#body, ATTRIBUTE, key, 0, key.length, source, start, end);
  }

  /** Of the local or the remote endpoint; '' and 0 = not known. */
  address(isLocal: boolean, ip: string, port: number): void {
    if (ip !== '') {
      const at = this.#open(isLocal ? HOST_IP : PEER_IP);
      const value = this.#body.length;
      this.#body.text(1, ip);
      closeAttribute(this.#body, at, value);
    }
    if (port > 0) {
      const at = this.#open(isLocal ? HOST_PORT : PEER_PORT);
      const value = this.#body.length;
      this.#body.uint(3, port);
      closeAttribute(this.#body, at, value);
    }
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
    writeTextAttribute(this.#body, ATTRIBUTE, key.bytes, key.start, key.end, source, start, end);
  }

  #open(code: number): number {
    const key = NAME_BYTES[code]!;
    this.#given |= 1 << code;
    return openAttribute(this.#body, ATTRIBUTE, key, 0, key.length);
  }

  #writeTimes(): void {
    writeMicros(this.#body, 7, this.startUs);
    writeMicros(this.#body, 8, this.startUs + this.durationUs);
    if (this.startUs !== 0 || !this.#marksAbsentStart) return;
    const at = this.#open(START_ABSENT);
    const value = this.#body.length;
    this.#body.bool(2, true);
    closeAttribute(this.#body, at, value);
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
      if (late.has(code) && (this.#given & (1 << code)) === 0) this.#writeBack(code);
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
    const key = NAME_BYTES[code]!;
    const text = this.#text;
    this.#late.read(code, text);
    writeTextAttribute(this.#body, ATTRIBUTE, key, 0, key.length, text.bytes, text.start, text.end);
  }
}

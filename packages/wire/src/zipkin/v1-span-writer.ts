// Zipkin v1 spans to OTLP, as the OpenTelemetry Zipkin translator of Jaeger 1.76 does, and three things that older
// Jaegers did and it does not: the host of `sa`, `ca` and `ma` becomes peer tags (beside the tag itself), a span
// that both a client and a server report becomes two, and the debug flag counts.
// Whoever reads a payload calls `begin`, the parts in any order, then `end`.
import type { NameTable, SpanBatch } from '@spoor/core';
import { closeAttribute, openAttribute } from '../protobuf/attribute-writer.ts';
import type { ProtoWriter } from '../protobuf/proto-writer.ts';
import { GroupedSpans } from './grouped-spans.ts';
import { SpanIds } from './span-ids.ts';
import { TextRange } from './text-range.ts';
import { writeMicros } from './times.ts';
import {
  CLIENT_RECEIVE,
  CLIENT_SEND,
  coreAnnotation,
  KIND_CLIENT,
  KIND_SERVER,
  SERVER_RECEIVE,
  SERVER_SEND,
  V1Annotations,
} from './v1-annotations.ts';
import { V1Attributes } from './v1-attributes.ts';
import { V1Endpoint } from './v1-endpoint.ts';
import { writePeerTags } from './v1-peer-tags.ts';
import { V1Status } from './v1-status.ts';
import type { V1Value } from './v1-value.ts';

const NAME = 5;
const ATTRIBUTE = 9;
const EVENT = 11;
const UNKNOWN_SERVICE = 'unknown-service';
const utf8 = new TextEncoder();
const COMPONENT = utf8.encode('component');
const START_ABSENT = utf8.encode('otel.zipkin.absentField.startTime');

/** Reused from payload to payload. */
export class V1SpanWriter {
  /** Set by the reader between `begin` and `end`, which clears them. */
  readonly ids: SpanIds = new SpanIds();
  readonly name: TextRange = new TextRange();
  /** Microseconds; 0 = not said. */
  startUs = 0;
  durationUs = 0;
  isDebug = false;
  readonly #spans = new GroupedSpans();
  readonly #body: ProtoWriter = this.#spans.span;
  #nowUs = 0;
  readonly #annotations = new V1Annotations();
  readonly #attributes = new V1Attributes();
  readonly #status = new V1Status();
  readonly #host = new V1Endpoint();
  /** Where a binary annotation says that the span ran, the last one counting; and what `lc` says. */
  #binaryService = '';
  #component = '';

  /**
   * Forgets the payload before. `expectedBytes`: what the spans of this one will likely take; `nowUs`: the start of those
   * that do not say theirs.
   */
  start(payloadBytes: number, expectedBytes: number, nowUs: number): void {
    this.#spans.start(payloadBytes, expectedBytes);
    this.#nowUs = nowUs;
  }

  begin(): void {
    this.#spans.begin();
    this.#annotations.clear();
    this.#attributes.clear();
    this.#status.clear();
    this.ids.clear();
    this.name.clear();
    this.startUs = this.durationUs = 0;
    this.isDebug = false;
    this.#binaryService = this.#component = '';
  }

  annotation(timeUs: number, value: TextRange, host: V1Endpoint): void {
    if (value.length === 0) return;
    const core = coreAnnotation(value);
    this.#annotations.add(core, timeUs, host);
    if (core >= 0) return;
    const event = this.#body.open(EVENT);
    writeMicros(this.#body, 1, timeUs);
    this.#body.range(2, value.bytes, value.start, value.end);
    this.#body.close(event);
  }

  /**
   * Changes `key`. `host`: null = it has none.
   * @throws TracingError PAYLOAD_TOO_LARGE
   */
  binaryAnnotation(key: TextRange, value: V1Value, host: V1Endpoint | null): void {
    if (host !== null && host.service !== '') this.#binaryService = host.service;
    if (this.#status.take(key, value)) return;
    if (key.is('lc')) {
      this.#component = value.asText();
      key.set(COMPONENT, 0, COMPONENT.length);
    }
    const { fields } = this.#attributes;
    this.#attributes.add(key);
    const attribute = openAttribute(fields, ATTRIBUTE, key.bytes, key.start, key.end);
    const at = fields.length;
    value.writeTo(fields);
    closeAttribute(fields, attribute, at);
    if (host !== null && (key.is('sa') || key.is('ca') || key.is('ma'))) writePeerTags(fields, ATTRIBUTE, host);
    this.#spans.checkSize(fields.length);
  }

  end(): void {
    const annotations = this.#annotations;
    const host = this.#host;
    if (annotations.host.service !== '') host.copy(annotations.host);
    else host.setService(this.#binaryService || this.#component || UNKNOWN_SERVICE);
    this.#attributes.writeTo(this.#body);
    this.#status.writeTo(this.#body);
    this.#writeTimes();
    this.#finishSpan(annotations.kind);
    if (annotations.hasBothSides) this.#writeOtherSide(annotations.kind !== KIND_SERVER);
  }

  finish(names: NameTable): SpanBatch {
    return this.#spans.finish(names);
  }

  /** The span that the other side reported: its own times and its own host, nothing else. */
  #writeOtherSide(isServer: boolean): void {
    const { timesUs, hosts } = this.#annotations;
    const first = isServer ? SERVER_RECEIVE : CLIENT_SEND;
    const last = isServer ? SERVER_SEND : CLIENT_RECEIVE;
    const startUs = timesUs[first]!;
    if (hosts[first]!.service !== '') this.#host.copy(hosts[first]!);
    this.#spans.begin();
    writeMicros(this.#body, 7, startUs);
    writeMicros(this.#body, 8, Math.max(startUs, timesUs[last]!));
    this.#finishSpan(isServer ? KIND_SERVER : KIND_CLIENT);
  }

  #finishSpan(kind: number): void {
    const body = this.#body;
    const { bytes } = this.ids;
    const { name } = this;
    body.range(1, bytes, 0, 16);
    body.range(2, bytes, 16, 24);
    if (this.ids.hasParentId) body.range(4, bytes, 24, 32);
    if (name.length > 0) body.range(NAME, name.bytes, name.start, name.end);
    if (kind !== 0) body.uint(6, kind);
    this.#host.writeTo(this.#spans.resource);
    this.#spans.end(this.isDebug);
  }

  #writeTimes(): void {
    const { firstUs, lastUs } = this.#annotations;
    const isSaid = this.startUs !== 0;
    const startUs = isSaid ? this.startUs : Math.max(firstUs, 0);
    const endUs = isSaid ? startUs + this.durationUs : Math.max(lastUs, 0);
    writeMicros(this.#body, 7, startUs === 0 ? this.#nowUs : startUs);
    writeMicros(this.#body, 8, startUs === 0 ? this.#nowUs : endUs);
    if (startUs !== 0) return;
    const attribute = openAttribute(this.#body, ATTRIBUTE, START_ABSENT, 0, START_ABSENT.length);
    const value = this.#body.length;
    this.#body.bool(2, true);
    closeAttribute(this.#body, attribute, value);
  }
}

// OTLP messages of a stored batch to the read model, sanitised as Jaeger 1.76 shows them. The bytes were
// checked when they came in; should they have been damaged since, a TracingError says where.
import { hexId, type Resource, type Scope, type Span, ZERO_SPAN_ID, ZERO_TRACE_ID } from '@spoor/core';
import { parentLink } from '../native/link-writer.ts';
import { isNative } from '../native/native-marker.ts';
import { microsOf, nanosBetween, nanosRemainderOf, signedNanos } from '../protobuf/nanos.ts';
import { ProtoReader } from '../protobuf/proto-reader.ts';
import { TextReader } from '../protobuf/text-reader.ts';
import { idField, readEvent, readLink } from './event-reader.ts';
import { negativeDurationWarning } from './negative-duration.ts';
import { readResourceFields, readScopeFields } from './resource-reader.ts';
import { INVALID_OPERATION } from './sanitised-names.ts';
import { ServiceNameFinder } from './service-name.ts';
import { ValueReader } from './value-reader.ts';
import { takeWarnings } from './warnings.ts';

const DEFAULT_CACHE_SLOTS = 512;
const TRACE_ID_BYTES = 16;
/** Jaeger's tag on a native span that does not end after it began. */
const INVALID_DURATION = 'InvalidNegativeDuration';
const INVALID_DURATION_TEXT = "Duration can't be negative, so it is changed to default value";

/** Not for concurrent use; keeps up to 2 * `cacheSlots` (a power of two) short strings. */
export class SpanReader {
  readonly #keys: TextReader;
  readonly #texts: TextReader;
  readonly #values: ValueReader;
  readonly #services = new ServiceNameFinder();
  readonly #cursor = new ProtoReader(new Uint8Array(0));
  // The trace id read last, both ways.
  readonly #traceIdBytes = new Uint8Array(TRACE_ID_BYTES);
  #traceIdText = ZERO_TRACE_ID;
  // Of the span being read: its name, and its times as halves of their 64 bits.
  #nameAt = 0;
  #nameEnd = 0;
  #startLo = 0;
  #startHi = 0;
  #endLo = 0;
  #endHi = 0;

  constructor(cacheSlots: number = DEFAULT_CACHE_SLOTS) {
    this.#keys = new TextReader(cacheSlots);
    this.#texts = new TextReader(cacheSlots);
    this.#values = new ValueReader(this.#keys, this.#texts);
  }

  /** The Span message at `at`; `resource` and `scope` are put in as they are. */
  span(bytes: Uint8Array, at: number, length: number, resource: Resource, scope: Scope): Span {
    const r = this.#cursor;
    r.reset(bytes, at, at + length);
    this.#values.startList();
    const span = emptySpan(resource, scope);
    this.#nameAt = this.#nameEnd = 0;
    this.#startLo = this.#startHi = this.#endLo = this.#endHi = 0;
    while (r.pos < r.end) {
      const tag = r.tag();
      if ((tag & 7) === 2) this.#lengthField(r, tag, span);
      else this.#numberField(r, tag, span);
    }
    this.#setName(bytes, span);
    this.#values.endList(span.attributes);
    takeWarnings(span);
    if (span.native && span.links.length === 0 && span.parentSpanId !== '') {
      span.links.push(parentLink(span.traceId, span.parentSpanId));
    }
    this.#setTimes(span);
    return span;
  }

  /** The Resource message at `at` (length 0: none was sent) and the schema URL of its ResourceSpans. */
  resource(bytes: Uint8Array, at: number, length: number, schemaAt: number, schemaBytes: number): Resource {
    const resource: Resource = {
      serviceName: this.#services.text(bytes, at, at + length, this.#texts),
      attributes: [],
      droppedAttributesCount: 0,
      schemaUrl: this.#texts.lossy(bytes, schemaAt, schemaAt + schemaBytes),
    };
    this.#cursor.reset(bytes, at, at + length);
    readResourceFields(this.#cursor, this.#values, resource);
    return resource;
  }

  /** The InstrumentationScope message at `at` (length 0: none was sent) and the schema URL of its ScopeSpans. */
  scope(bytes: Uint8Array, at: number, length: number, schemaAt: number, schemaBytes: number): Scope {
    const schemaUrl = this.#texts.lossy(bytes, schemaAt, schemaAt + schemaBytes);
    const scope: Scope = { name: '', version: '', attributes: [], droppedAttributesCount: 0, schemaUrl };
    this.#cursor.reset(bytes, at, at + length);
    readScopeFields(this.#cursor, this.#texts, this.#values, scope);
    return scope;
  }

  #lengthField(r: ProtoReader, tag: number, span: Span): void {
    switch (tag) {
      case 0x0a:
        span.traceId = this.#traceId(r);
        break;
      case 0x12:
        span.spanId = idField(r, 8, ZERO_SPAN_ID);
        break;
      case 0x1a:
        span.traceState = this.#texts.lossyField(r);
        break;
      case 0x22: {
        const id = idField(r, 8, '');
        span.parentSpanId = id === ZERO_SPAN_ID ? '' : id;
        break;
      }
      case 0x2a:
        this.#nameEnd = r.lengthEnd();
        this.#nameAt = r.pos;
        r.pos = this.#nameEnd;
        break;
      case 0x4a:
        this.#values.sanitised(r, r.lengthEnd(), span.attributes);
        break;
      case 0x5a:
        span.events.push(readEvent(r, r.lengthEnd(), this.#keys, this.#values));
        break;
      case 0x6a:
        span.links.push(readLink(r, r.lengthEnd(), this.#texts, this.#values));
        break;
      case 0x7a:
        this.#status(r, r.lengthEnd(), span);
        break;
      default:
        r.skip(tag);
    }
  }

  /** Spans are read trace by trace: most share the id of the one before. */
  #traceId(r: ProtoReader): string {
    const end = r.lengthEnd();
    const at = r.pos;
    r.pos = end;
    if (end - at !== TRACE_ID_BYTES) return ZERO_TRACE_ID;
    if (!isSameId(this.#traceIdBytes, r.bytes, at)) {
      this.#traceIdBytes.set(r.bytes.subarray(at, end));
      this.#traceIdText = hexId(r.bytes, at, TRACE_ID_BYTES);
    }
    return this.#traceIdText;
  }

  #numberField(r: ProtoReader, tag: number, span: Span): void {
    switch (tag) {
      case 0x30:
        span.kind = r.uint32() | 0;
        break;
      case 0x39:
        r.fixed64();
        this.#startLo = r.lo;
        this.#startHi = r.hi;
        break;
      case 0x41:
        r.fixed64();
        this.#endLo = r.lo;
        this.#endHi = r.hi;
        break;
      case 0x50:
        span.droppedAttributesCount = r.uint32();
        break;
      case 0x60:
        span.droppedEventsCount = r.uint32();
        break;
      case 0x70:
        span.droppedLinksCount = r.uint32();
        break;
      case 0x85:
        span.flags = r.fixed32();
        break;
      default:
        r.skip(tag);
    }
  }

  #status(r: ProtoReader, end: number, span: Span): void {
    while (r.pos < end) {
      const tag = r.tag();
      if (tag === 0x12) span.statusMessage = this.#texts.lossyField(r);
      else if (tag === 0x18) span.statusCode = r.uint32() | 0;
      else r.skip(tag);
    }
  }

  #setName(bytes: Uint8Array, span: Span): void {
    const name = this.#texts.valid(bytes, this.#nameAt, this.#nameEnd);
    if (name === null) {
      span.name = INVALID_OPERATION;
      const value = bytes.slice(this.#nameAt, this.#nameEnd);
      span.attributes.push({ key: INVALID_OPERATION, value: { type: 'bytes', value } });
    } else span.name = name;
  }

  #setTimes(span: Span): void {
    span.startUs = microsOf(this.#startLo, this.#startHi);
    span.startNsRem = nanosRemainderOf(this.#startLo, this.#startHi);
    const durationNs = nanosBetween(this.#startLo, this.#startHi, this.#endLo, this.#endHi);
    if (durationNs >= 1) {
      span.durationNs = durationNs;
      return;
    }
    if (span.native) {
      const value = new TextEncoder().encode(INVALID_DURATION_TEXT);
      span.attributes.push({ key: INVALID_DURATION, value: { type: 'bytes', value } });
      return;
    }
    const startNs = signedNanos(this.#startLo, this.#startHi);
    const endNs = signedNanos(this.#endLo, this.#endHi);
    span.warnings.push(negativeDurationWarning(startNs, endNs));
  }
}

function isSameId(id: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < TRACE_ID_BYTES; i++) {
    if (id[i] !== bytes[at + i]) return false;
  }
  return true;
}

/** Every field set at once, so that all spans have one shape. */
function emptySpan(resource: Resource, scope: Scope): Span {
  return {
    traceId: ZERO_TRACE_ID,
    spanId: ZERO_SPAN_ID,
    parentSpanId: '',
    traceState: '',
    flags: 0,
    name: '',
    kind: 0,
    startUs: 0,
    startNsRem: 0,
    durationNs: 1,
    statusCode: 0,
    statusMessage: '',
    attributes: [],
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource,
    scope,
    warnings: [],
    native: isNative(scope),
  };
}

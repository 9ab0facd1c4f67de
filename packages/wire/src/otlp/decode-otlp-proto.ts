// OTLP protobuf to SpanBatch: ExportTraceServiceRequest and TracesData are the same bytes. Two passes, the
// first only counts.
import { type NameTable, ownedBytes, type SpanBatch } from '@spoor/core';
import { ProtoReader, WIRE_LENGTH } from '../protobuf/proto-reader.ts';
import { allocateColumns, type BatchColumns } from './columns.ts';
import { countParts } from './count-parts.ts';
import { FieldChecker } from './field-checker.ts';
import { MergedTail } from './merged-tail.ts';
import { OtlpBatch } from './otlp-batch.ts';
import { PartRange } from './part-range.ts';
import { RESOURCE, SCOPE, wrongWireType } from './rules.ts';
import { OLD_SCOPE_SPANS_FIELD, scopeSpansTag } from './scope-spans-tag.ts';
import { ServiceNameFinder } from './service-name.ts';
import { SpanWalk } from './span-walk.ts';

const TAG_1 = 0x0a;
const TAG_2 = 0x12;
const TAG_3 = 0x1a;

/**
 * Takes ownership of `bytes`: the caller must not change them afterwards. Memory is at most 4 times the
 * message (64 KiB of columns are always allowed).
 * @throws TracingError PAYLOAD_MALFORMED with the offset of the first illegal byte, PAYLOAD_TOO_LARGE for
 * too many or too many empty spans
 */
export function decodeOtlpProto(bytes: Uint8Array, names: NameTable): SpanBatch {
  const own = ownedBytes(bytes);
  const counts = countParts(own);
  const parts = allocateColumns(counts.spans, counts.resources, counts.scopes);
  const tail = new RequestWalk(own, parts, names).run();
  return new OtlpBatch(tail.appendTo(own), counts.spans, parts, names);
}

class RequestWalk {
  readonly #bytes: Uint8Array;
  readonly #parts: BatchColumns;
  readonly #names: NameTable;
  readonly #reader: ProtoReader;
  readonly #checker: FieldChecker;
  readonly #spans: SpanWalk;
  readonly #services: ServiceNameFinder;
  readonly #tail: MergedTail;
  #row = 0;
  #resourceRow = 0;
  #scopeRow = 0;

  constructor(bytes: Uint8Array, parts: BatchColumns, names: NameTable) {
    this.#bytes = bytes;
    this.#parts = parts;
    this.#names = names;
    this.#reader = new ProtoReader(bytes);
    this.#checker = new FieldChecker(bytes);
    this.#spans = new SpanWalk(bytes, this.#checker, parts.columns, names);
    this.#services = new ServiceNameFinder();
    this.#tail = new MergedTail(bytes);
  }

  run(): MergedTail {
    const reader = this.#reader;
    while (reader.pos < this.#bytes.length) {
      const tagAt = reader.pos;
      const tag = reader.tag();
      if (tag === TAG_1) this.#resourceSpans(reader.lengthEnd());
      else this.#pass(tag, tagAt, 'TracesData', 1);
    }
    return this.#tail;
  }

  /** Shared parts may follow the spans they belong to, so their row is filled when the message is over. */
  #resourceSpans(end: number): void {
    const reader = this.#reader;
    const outer = reader.end;
    reader.end = end;
    const firstRow = this.#row;
    const part = new PartRange(this.#bytes);
    const scopeTag = scopeSpansTag(this.#bytes, reader.pos, end);
    while (reader.pos < end) {
      const tagAt = reader.pos;
      const tag = reader.tag();
      if (tag === TAG_1) this.#shared(part, RESOURCE);
      else if (tag === scopeTag) this.#scopeSpans(reader.lengthEnd());
      else if (tag === TAG_3) part.addSchema(reader);
      else if (tag >>> 3 === OLD_SCOPE_SPANS_FIELD && (tag & 7) !== WIRE_LENGTH) {
        throw wrongWireType('ResourceSpans', tag, tagAt);
      } else this.#pass(tag, tagAt, 'ResourceSpans', 3);
    }
    reader.end = outer;
    if (this.#row === firstRow) return;
    const merged = part.merged();
    const service =
      merged === null
        ? this.#services.id(this.#bytes, part.at, part.at + part.bytes, this.#names)
        : this.#services.id(merged, 0, merged.length, this.#names);
    this.#parts.columns.service.fill(service, firstRow, this.#row);
    part.store(this.#parts.resources, this.#resourceRow++, merged, this.#tail);
  }

  #scopeSpans(end: number): void {
    const reader = this.#reader;
    const outer = reader.end;
    reader.end = end;
    const firstRow = this.#row;
    const part = new PartRange(this.#bytes);
    while (reader.pos < end) {
      const tagAt = reader.pos;
      const tag = reader.tag();
      if (tag === TAG_1) this.#shared(part, SCOPE);
      else if (tag === TAG_2) this.#span(reader.lengthEnd());
      else if (tag === TAG_3) part.addSchema(reader);
      else this.#pass(tag, tagAt, 'ScopeSpans', 3);
    }
    reader.end = outer;
    if (this.#row === firstRow) return;
    part.store(this.#parts.scopes, this.#scopeRow++, part.merged(), this.#tail);
  }

  #span(end: number): void {
    const row = this.#row++;
    this.#parts.columns.resource[row] = this.#resourceRow;
    this.#parts.columns.scope[row] = this.#scopeRow;
    this.#spans.read(this.#reader.pos, end, row);
    this.#reader.pos = end;
  }

  #shared(part: PartRange, type: number): void {
    const reader = this.#reader;
    const end = reader.lengthEnd();
    this.#checker.check(type, reader.pos, end, 0);
    part.add(reader.pos, end);
    reader.pos = end;
  }

  #pass(tag: number, at: number, message: string, knownFields: number): void {
    if (tag >>> 3 <= knownFields) throw wrongWireType(message, tag, at);
    this.#reader.skip(tag);
  }
}

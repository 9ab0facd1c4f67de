// Spans that name their service themselves, put together as OTLP wants them: under one resource and one scope
// each. A span's message is written once, into one buffer; at the end it is copied behind those of its group.
//
// A span may bring attributes that belong to its resource (`held`). The resource takes them from the last of
// its spans, as Jaeger 1.76 does; on a span they stay only where the resource says something else.
import { type NameTable, type SpanBatch, TRAIT_DEBUG, TracingError } from '@spoor/core';
import { COLUMN_BYTES_PER_SPAN } from '../otlp/columns.ts';
import { decodeOtlpProto } from '../otlp/decode-otlp-proto.ts';
import { ProtoWriter } from '../protobuf/proto-writer.ts';
import { HeldAttributes } from './held-attributes.ts';
import { SpanTable } from './span-table.ts';

/** Spans of one payload, as of one OTLP message. */
const MAX_SPANS = 500_000;
/** What a payload may become, with its columns, per byte of its own; small ones always may. */
const MAX_RATIO = 4;
const FREE_BYTES = 64 * 1024;
/** Memory of a larger payload is not kept for the next one. */
const KEPT_BYTES = 1024 * 1024;
/** Tag and length of most spans. */
const SPAN_HEAD_BYTES = 3;
/** What a group takes beside its own attributes: tags, lengths, columns and its place in the maps. */
const GROUP_BYTES = 256;

interface ResourceGroup {
  /** Its attributes as fields of a Resource; empty = the sender named no service. */
  readonly head: Uint8Array;
  readonly scopes: Map<string, ScopeGroup>;
  lastSpan: number;
}

interface ScopeGroup {
  /** The fields of an InstrumentationScope. */
  readonly scope: Uint8Array;
  readonly resource: ResourceGroup;
  firstSpan: number;
  lastSpan: number;
}

/** Reused from payload to payload. */
export class GroupedSpans {
  /** Takes the fields of the current span, between `begin` and `end`. */
  readonly span: ProtoWriter = new ProtoWriter();
  /** Takes the resource's own attributes (fields of a Resource) of the current span; `begin` empties it. */
  readonly resource: ProtoWriter = new ProtoWriter(256);
  /** The same for its scope (fields of an InstrumentationScope). */
  readonly scope: ProtoWriter = new ProtoWriter(256);
  /** Takes attributes of the resource as fields of a Span; `begin` empties it. */
  readonly held: ProtoWriter = new ProtoWriter(1024);
  readonly #table = new SpanTable();
  readonly #groups = new Map<string, ResourceGroup>();
  #payloadBytes = 0;
  #maxBytes = 0;
  #group: ScopeGroup | null = null;
  #startedAt = 0;
  /** Of all spans, without what they hold for their resources. */
  #bareBytes = 0;
  #groupBytes = 0;

  /** Forgets the payload before. `expectedBytes`: what the spans of this one will likely take. */
  start(payloadBytes: number, expectedBytes: number): void {
    this.span.restart(expectedBytes, KEPT_BYTES);
    this.#table.clear();
    this.#groups.clear();
    this.#group = null;
    this.#groupBytes = this.#bareBytes = 0;
    this.#payloadBytes = payloadBytes;
    this.#maxBytes = MAX_RATIO * payloadBytes + FREE_BYTES;
  }

  get length(): number {
    return this.#table.length;
  }

  begin(): void {
    this.#startedAt = this.span.length;
    this.#table.begin(this.#startedAt);
    this.resource.reset();
    this.scope.reset();
    this.held.reset();
  }

  /** @throws TracingError PAYLOAD_TOO_LARGE */
  end(isDebug: boolean): void {
    const table = this.#table;
    table.hold(this.span.length);
    this.#bareBytes += this.span.length - this.#startedAt;
    this.span.append(this.held);
    const row = table.end(this.span.length, isDebug);
    const group = this.#scopeGroup();
    if (group.firstSpan < 0) group.firstSpan = row;
    else table.link(group.lastSpan, row);
    group.lastSpan = group.resource.lastSpan = row;
    if (table.length > MAX_SPANS) {
      throw new TracingError('PAYLOAD_TOO_LARGE', `more than ${MAX_SPANS} spans in one message`);
    }
    this.checkSize(this.span.length + this.#groupBytes + COLUMN_BYTES_PER_SPAN * table.length);
  }

  /**
   * Whether the payload may become so many bytes.
   * @throws TracingError PAYLOAD_TOO_LARGE
   */
  checkSize(bytes: number): void {
    if (bytes <= this.#maxBytes) return;
    throw new TracingError('PAYLOAD_TOO_LARGE', `${this.#payloadBytes} bytes hold too many tiny spans or tags`);
  }

  /** Puts the groups together; then comes `start`. */
  finish(names: NameTable): SpanBatch {
    const rows = this.#table.length;
    // Mostly exact, so that the batch can keep this very memory: what spans hold for their resource is left out.
    const out = new ProtoWriter(this.#bareBytes + SPAN_HEAD_BYTES * rows + this.#groupBytes + this.held.length);
    const traits = this.#table.hasDebug ? new Uint8Array(rows) : null;
    const bodies = this.span.written();
    let row = 0;
    for (const group of this.#groups.values()) {
      this.#writeResource(out, group, bodies);
      if (traits !== null) row = this.#setTraits(group, traits, row);
    }
    const batch = decodeOtlpProto(out.written(), names);
    if (traits !== null) batch.columns.traits.set(traits);
    return batch;
  }

  #writeResource(out: ProtoWriter, group: ResourceGroup, bodies: Uint8Array): void {
    const { head, lastSpan, scopes } = group;
    const message = out.open(1);
    let held: HeldAttributes | null = null;
    if (head.length > 0) {
      held = new HeldAttributes(head, bodies, this.#table.heldAt(lastSpan), this.#table.endOf(lastSpan));
      const resource = out.open(1);
      held.writeResource(out);
      out.close(resource);
    }
    for (const scope of scopes.values()) this.#writeScope(out, scope, bodies, held);
    out.close(message);
  }

  #writeScope(out: ProtoWriter, group: ScopeGroup, bodies: Uint8Array, held: HeldAttributes | null): void {
    const table = this.#table;
    const message = out.open(2);
    if (group.scope.length > 0) out.bytes(1, group.scope);
    for (let row = group.firstSpan; row >= 0; row = table.next(row)) {
      const start = table.startOf(row);
      const heldAt = table.heldAt(row);
      const end = table.endOf(row);
      if (held === null) out.range(2, bodies, start, end);
      else if (held.isSame(heldAt, end)) out.range(2, bodies, start, heldAt);
      else {
        const span = out.open(2);
        out.raw(bodies, start, heldAt);
        held.writeOthers(out, heldAt, end);
        out.close(span);
      }
    }
    out.close(message);
  }

  /** In the order that the spans were written in; answers the row after them. */
  #setTraits(group: ResourceGroup, traits: Uint8Array, firstRow: number): number {
    const table = this.#table;
    let written = firstRow;
    for (const { firstSpan } of group.scopes.values()) {
      for (let row = firstSpan; row >= 0; row = table.next(row)) {
        if (table.isDebug(row)) traits[written] = TRAIT_DEBUG;
        written++;
      }
    }
    return written;
  }

  #scopeGroup(): ScopeGroup {
    const last = this.#group;
    if (last !== null && this.resource.isSame(last.resource.head) && this.scope.isSame(last.scope)) return last;
    const resource = this.#resourceGroup(this.resource.written());
    const scope = this.scope.written();
    const key = keyOf(scope);
    let group = resource.scopes.get(key);
    if (group === undefined) {
      group = { scope: scope.slice(), resource, firstSpan: -1, lastSpan: -1 };
      resource.scopes.set(key, group);
      this.#groupBytes += scope.length + GROUP_BYTES;
    }
    this.#group = group;
    return group;
  }

  #resourceGroup(head: Uint8Array): ResourceGroup {
    const key = keyOf(head);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { head: head.slice(), scopes: new Map(), lastSpan: -1 };
      this.#groups.set(key, group);
      this.#groupBytes += head.length + GROUP_BYTES;
    }
    return group;
  }
}

function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
